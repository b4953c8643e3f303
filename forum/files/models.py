"""machina's Attachment, stored where nobody can guess it."""

from machina.apps.forum_conversation.forum_attachments.abstract_models import AbstractAttachment

from core.files import unguessable


class Attachment(AbstractAttachment):
    """A file that came with a post. It is handed out by a view that asks who is reading."""

    class Meta(AbstractAttachment.Meta):
        app_label = "forum_attachments"

    def get_file_upload_to(self, filename: str) -> str:
        return unguessable("machina/attachments", filename)
