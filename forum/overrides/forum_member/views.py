"""See ``forum.reading.profiles`` and ``forum.reading.following``."""

from forum.reading.following import (  # noqa: F401
    TopicSubscribeView,
    TopicSubscriptionListView,
    TopicUnsubscribeView,
)
from forum.reading.profiles import ForumProfileDetailView, ForumProfileUpdateView, UserPostsView  # noqa: F401
