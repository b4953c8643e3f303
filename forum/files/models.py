"""machina's Attachment, stored where nobody can guess it, and how large a picture is shown."""

from django.db import models
from machina.apps.forum_conversation.forum_attachments.abstract_models import AbstractAttachment

from core.files import unguessable


class Attachment(AbstractAttachment):
    """A file that came with a post. It is handed out by a view that asks who is reading."""

    class Meta(AbstractAttachment.Meta):
        app_label = "forum_attachments"

    def get_file_upload_to(self, filename: str) -> str:
        return unguessable("machina/attachments", filename)


class Picture(models.Model):
    """How large an attached picture stands in its post, so that a page has room for it before it
    is there."""

    wagtail_reference_index_ignore = True

    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, primary_key=True, related_name="picture"
    )
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"
