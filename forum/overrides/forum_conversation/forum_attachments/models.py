"""machina's Attachment, stored where nobody can guess it."""

import secrets
from pathlib import PurePath

from django.utils.text import get_valid_filename
from machina.apps.forum_conversation.forum_attachments.abstract_models import AbstractAttachment


class Attachment(AbstractAttachment):
    """A file that came with a post. It is handed out by a view that asks who is reading."""

    def get_file_upload_to(self, filename: str) -> str:
        """A folder of its own with a random name; the file in it keeps a short form of its name."""
        name = PurePath(get_valid_filename(PurePath(filename).name))
        return f"machina/attachments/{secrets.token_urlsafe(16)}/{name.stem[:40]}{name.suffix[:8]}"
