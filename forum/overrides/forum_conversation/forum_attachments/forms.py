"""See ``forum.files.forms``."""

from forum.files.forms import AttachmentForm, AttachmentFormset, BaseAttachmentFormset  # noqa: F401
