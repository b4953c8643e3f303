from importlib import import_module

from machina.apps.forum_conversation import apps as machina


class ForumConversationAppConfig(machina.ForumConversationAppConfig):
    """machina's app, with our methods on its models. Tables and migrations stay machina's."""

    def import_models(self) -> None:
        import_module("forum.topics.models")
        super().import_models()
