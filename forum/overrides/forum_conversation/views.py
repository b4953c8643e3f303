"""See ``forum.posting`` and ``forum.reading.views``."""

from forum.posting.removing import PostDeleteView  # noqa: F401
from forum.posting.views import (  # noqa: F401
    PostCreateView,
    PostUpdateView,
    TopicCreateView,
    TopicUpdateView,
)
from forum.reading.views import TopicView  # noqa: F401
