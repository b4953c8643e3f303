from importlib import import_module

from machina.apps.forum_conversation.forum_attachments import apps as machina


class ForumAttachmentsAppConfig(machina.ForumAttachmentsAppConfig):
    """machina's app, with our methods on its model. The table and its migrations stay machina's."""

    def import_models(self) -> None:
        import_module("forum.files.models")
        super().import_models()
