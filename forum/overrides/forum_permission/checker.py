"""See ``forum.rooms.checker``."""

from forum.rooms.checker import ForumPermissionChecker  # noqa: F401
