"""See ``forum.topics.forms``."""

from forum.topics.forms import TopicMoveForm  # noqa: F401
