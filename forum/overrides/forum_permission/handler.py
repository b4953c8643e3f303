"""See ``forum.rooms.handler``."""

from forum.rooms.handler import PermissionHandler  # noqa: F401
