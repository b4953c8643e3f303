"""See ``forum.posting.views`` and ``forum.reading.views``."""

from forum.posting.views import (  # noqa: F401
    PostCreateView,
    PostDeleteView,
    PostUpdateView,
    TopicCreateView,
    TopicUpdateView,
)
from forum.reading.views import TopicView  # noqa: F401
