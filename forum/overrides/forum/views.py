"""See ``forum.rooms.views``."""

from machina.apps.forum.views import IndexView  # noqa: F401

from forum.rooms.views import ForumView  # noqa: F401
