"""Files that were sent with a preview or with a form that had a mistake, kept for the next try."""

from typing import Any

from machina.apps.forum_conversation.forum_attachments.cache import (
    AttachmentCache as MachinaAttachmentCache,
)

KEPT_FOR = 6 * 3600


class AttachmentCache(MachinaAttachmentCache):
    """machina's, for as long as somebody may sit over a post (Django's default is five minutes)."""

    def set(self, key: str, files: Any) -> None:
        super().set(key, files)
        self.backend.touch(key, KEPT_FOR)


cache = AttachmentCache()
