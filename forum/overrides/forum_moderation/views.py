"""See ``forum.topics.views`` and ``forum.posting.queue``."""

from forum.posting.queue import (  # noqa: F401
    ModerationQueueDetailView,
    ModerationQueueListView,
    PostApproveView,
    PostDisapproveView,
)
from forum.topics.views import (  # noqa: F401
    TopicDeleteView,
    TopicLockView,
    TopicMoveView,
    TopicUnlockView,
    TopicUpdateToAnnounceView,
    TopicUpdateToNormalTopicView,
    TopicUpdateToStickyTopicView,
)
