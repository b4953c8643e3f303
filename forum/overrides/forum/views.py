"""See ``forum.rooms.views``."""

from forum.rooms.views import ForumView, IndexView  # noqa: F401
