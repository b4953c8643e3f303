"""Who says what became of a topic."""

from typing import Any

from forum.signing.seals import has_begun
from forum.topics.models import Topic


def can_settle_topic(handler: Any, topic: Topic, user: Any) -> bool:
    """Whoever began it, and whoever looks after its room; where they may read it."""
    if not user.is_authenticated or not topic.approved or not handler.can_read_topic(topic, user):
        return False
    return has_begun(topic, user) or handler.can_lock_topics(topic.forum, user)
