"""See ``forum.topics.views`` and ``forum.posting``."""

from forum.posting.queue import (  # noqa: F401
    ModerationQueueDetailView,
    ModerationQueueListView,
    PostApproveView,
    PostDisapproveView,
)
from forum.posting.removing import TopicDeleteView  # noqa: F401
from forum.topics.views import (  # noqa: F401
    TopicLockView,
    TopicMoveView,
    TopicUnlockView,
    TopicUpdateToAnnounceView,
    TopicUpdateToNormalTopicView,
    TopicUpdateToStickyTopicView,
)
