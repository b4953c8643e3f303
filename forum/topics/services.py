"""Looking after topics."""

from django.db import transaction

from forum.rooms.models import Forum
from forum.signing.models import Unsent
from forum.topics.held import DeclinedPost
from forum.topics.models import Topic


@transaction.atomic
def lock_topic(*, topic: Topic, locked: bool = True) -> None:
    """Close a topic to replies, or open it again."""
    topic.status = Topic.TOPIC_LOCKED if locked else Topic.TOPIC_UNLOCKED
    topic.save(update_fields=["status"])


@transaction.atomic
def put_topic(*, topic: Topic, forum: Forum) -> None:
    """Put a topic into another room; both rooms are counted again. Words kept for it go along.

    Who may, who reads it there and who is told of it is ``forum.moving``'s to know.
    """
    topic.forum = forum
    topic.save(update_fields=["forum"])
    for words in (DeclinedPost, Unsent):
        words._default_manager.filter(topic=topic).update(forum=forum)


@transaction.atomic
def set_topic_type(*, topic: Topic, type: int) -> None:  # noqa: A002
    """Make the topic an ordinary one, a pinned one or an announcement."""
    topic.type = type
    topic.save(update_fields=["type"])
