"""See ``forum.topics.views``, ``forum.moving`` and ``forum.posting``."""

from forum.moving.pinning import (  # noqa: F401
    TopicUpdateToNormalTopicView,
    TopicUpdateToStickyTopicView,
)
from forum.moving.views import TopicMoveView  # noqa: F401
from forum.posting.queue import (  # noqa: F401
    ModerationQueueDetailView,
    ModerationQueueListView,
    PostApproveView,
    PostDisapproveView,
)
from forum.posting.removing import TopicDeleteView  # noqa: F401
from forum.posting.with_reason import TopicLockView  # noqa: F401
from forum.topics.views import (  # noqa: F401
    TopicUnlockView,
    TopicUpdateToAnnounceView,
)
