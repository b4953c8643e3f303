"""See ``forum.posting.forms``."""

from forum.posting.forms import PostForm, TopicForm  # noqa: F401
