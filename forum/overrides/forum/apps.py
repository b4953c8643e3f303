from importlib import import_module

from machina.apps.forum import apps as machina


class ForumAppConfig(machina.ForumAppConfig):
    """machina's app, with our methods on its model. The table and its migrations stay machina's."""

    def import_models(self) -> None:
        import_module("forum.rooms.models")
        super().import_models()
