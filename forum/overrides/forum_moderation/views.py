"""See ``forum.topics.views`` and ``forum.posting``."""

from forum.posting.queue import (  # noqa: F401
    ModerationQueueDetailView,
    ModerationQueueListView,
    PostApproveView,
    PostDisapproveView,
)
from forum.posting.removing import TopicDeleteView  # noqa: F401
from forum.posting.with_reason import TopicLockView, TopicMoveView  # noqa: F401
from forum.topics.views import (  # noqa: F401
    TopicUnlockView,
    TopicUpdateToAnnounceView,
    TopicUpdateToNormalTopicView,
    TopicUpdateToStickyTopicView,
)
