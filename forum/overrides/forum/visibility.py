"""See ``forum.rooms.tree``."""

from forum.rooms.tree import ForumVisibilityContentTree  # noqa: F401
