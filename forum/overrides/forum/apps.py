from machina.apps.forum import apps as machina


class ForumAppConfig(machina.ForumAppConfig):
    """machina's app, with our methods on its model. The table and its migrations stay machina's."""

    def import_models(self) -> None:
        from forum.overrides.forum import models  # noqa: F401  -- app ready

        super().import_models()
