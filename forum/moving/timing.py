"""What the clock does with topics: unpinning them, and opening what was written for later."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.moving.models import TopicTimes
from forum.topics.models import Topic
from forum.topics.services import set_topic_type

IS_OPEN = _("This topic is open already.")


@transaction.atomic
def pin_topic(*, topic: Topic, until: datetime | None = None) -> None:
    """Pin the topic above the others of its room, until then; None: until somebody unpins it."""
    set_topic_type(topic=topic, type=Topic.TOPIC_STICKY)
    _keep(topic, unpins_at=until)


@transaction.atomic
def unpin_topic(*, topic: Topic) -> None:
    """Make the topic an ordinary one, pinned or announced as it was."""
    set_topic_type(topic=topic, type=Topic.TOPIC_POST)
    _keep(topic, unpins_at=None)


@transaction.atomic
def unpin_due(*, times: TopicTimes) -> bool:
    """Unpin a topic whose day is over; one that is announced since then stays so."""
    due = TopicTimes.objects.select_for_update().filter(unpins_at__lte=timezone.now())
    found = due.filter(pk=times.pk).first()
    if found is None:
        return False
    topic = Topic.objects.get(pk=found.pk)
    if topic.is_sticky:
        set_topic_type(topic=topic, type=Topic.TOPIC_POST)
    _keep(topic, unpins_at=None)
    return True


@transaction.atomic
def open_at(*, topic: Topic, at: datetime) -> None:
    """Let a topic that is not open yet open then. Raises ValidationError when it is open."""
    if not planned().filter(pk=topic.pk).update(opens_at=at):
        raise ValidationError(IS_OPEN)


def planned() -> QuerySet[TopicTimes]:
    """What is to open at a time of its own, and is in its place."""
    return TopicTimes.objects.filter(opens_at__isnull=False, topic__approved=False).exclude(
        topic__removals__takes_topic=True
    )


def _keep(topic: Topic, *, unpins_at: datetime | None) -> None:
    """A row stands there while the clock has something to do."""
    if unpins_at is not None:
        TopicTimes.objects.update_or_create(topic=topic, defaults={"unpins_at": unpins_at})
        return
    TopicTimes.objects.filter(topic=topic).update(unpins_at=None)
    TopicTimes.objects.filter(topic=topic, opens_at=None).delete()
