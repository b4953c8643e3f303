"""See ``forum.reading.profiles`` and ``forum.following.views``."""

from forum.following.views import (  # noqa: F401
    TopicSubscribeView,
    TopicSubscriptionListView,
    TopicUnsubscribeView,
)
from forum.reading.profiles import ForumProfileDetailView, ForumProfileUpdateView, UserPostsView  # noqa: F401
