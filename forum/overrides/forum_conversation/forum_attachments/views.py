"""See ``forum.files.views``."""

from forum.files.views import AttachmentView  # noqa: F401
