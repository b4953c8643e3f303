"""See ``forum.reading.unread``."""

from forum.reading.unread import MarkForumsReadView, MarkTopicsReadView, UnreadTopicsView  # noqa: F401
