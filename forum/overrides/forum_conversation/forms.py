"""See ``forum.posting.forms`` and ``forum.posting.planned``."""

from forum.posting.forms import PostForm  # noqa: F401
from forum.posting.planned import PlannedTopicForm as TopicForm  # noqa: F401
