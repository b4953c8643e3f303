from machina.apps.forum_conversation import apps as machina


class ForumConversationAppConfig(machina.ForumConversationAppConfig):
    """machina's app, with our methods on its models. Tables and migrations stay machina's."""

    def import_models(self) -> None:
        from forum.overrides.forum_conversation import models  # noqa: F401  -- app ready

        super().import_models()
