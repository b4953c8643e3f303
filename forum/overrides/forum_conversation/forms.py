"""See ``forum.posting.forms`` and ``forum.posting.topic_forms``."""

from forum.posting.forms import PostForm  # noqa: F401
from forum.posting.topic_forms import TopicForm  # noqa: F401
