"""Files that were sent with a preview or with a form that had a mistake, kept for the next try."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from machina.apps.forum_conversation.forum_attachments.cache import (
    AttachmentCache as MachinaAttachmentCache,
)

KEPT_FOR = 6 * 3600
"""Seconds; as long as somebody may sit over a post (Django's default is five minutes)."""


class AttachmentCache(MachinaAttachmentCache):
    """Keeps name and content of each file, by the name of its field."""

    def set(self, key: str, files: Any) -> None:
        kept = {}
        for field, upload in files.items():
            upload.seek(0)
            kept[field] = (upload.name, upload.content_type, upload.read())
            upload.seek(0)
        self.backend.set(key, kept, KEPT_FOR)

    def get(self, key: str) -> MultiValueDict:
        kept = self.backend.get(key) or {}
        return MultiValueDict(
            {
                field: [SimpleUploadedFile(name, content, content_type)]
                for field, (name, content_type, content) in kept.items()
            }
        )


cache = AttachmentCache()
