"""See ``forum.files.unsent``."""

from forum.files.unsent import AttachmentCache, cache  # noqa: F401
