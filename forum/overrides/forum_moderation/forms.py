"""See ``forum.moving.forms``."""

from forum.moving.forms import MoveForm as TopicMoveForm  # noqa: F401
