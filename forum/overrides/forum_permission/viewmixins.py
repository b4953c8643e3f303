"""See ``forum.rooms.viewmixins``."""

from forum.rooms.viewmixins import PermissionRequiredMixin  # noqa: F401
