"""Marking as read by hand, and taking it back within a minute."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from machina.core.db.models import get_model

from forum.reading.models import MarkedRead
from forum.reading.tracking import set_marks
from forum.topics.models import Topic
from notifications.models import Notification

ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")

TRACKS = {"topic": TopicReadTrack, "forum": ForumReadTrack}


@transaction.atomic
def mark_topic_read(*, member: Any, topic: Any) -> None:
    """Note that this person has done with all that stands in the topic now, and was told of it.

    For a minute ``undo`` takes it back; what was marked before can then not be taken back any more.
    """
    if topic.last_post_on is not None:
        _mark(member, "topic", [topic.pk], topic.last_post_on, Q(topic_id=topic.pk))


@transaction.atomic
def mark_rooms_read(*, member: Any, forums: Collection[Any]) -> None:
    """As ``mark_topic_read``, of all that stands in these forums now."""
    keys = [forum.pk for forum in forums]
    topics = Topic.objects.filter(forum__in=keys)
    if keys:
        _mark(member, "forum", keys, timezone.now(), Q(topic_id__in=topics.values("pk")))


@transaction.atomic
def undo(*, member: Any) -> bool:
    """Take back what was marked last: what was unread then is unread again. Says whether it could
    be: not after a minute, and not twice."""
    kept = MarkedRead.objects.select_for_update().filter(member=member)
    marked = kept.filter(at__gt=timezone.now() - MarkedRead.UNDONE_WITHIN).first()
    if marked is None:
        return False
    tracks = TRACKS[marked.what]._default_manager.filter(user=member, mark_time=marked.until)
    for key, before in marked.before.items():
        track = tracks.filter(**{marked.what: int(key)})
        if before is None:
            track.delete()
        else:
            track.update(mark_time=datetime.fromisoformat(before))
    Notification.objects.filter(recipient=member, read_at=marked.at).update(read_at=None)
    kept.delete()
    return True


def _mark(member: Any, what: str, keys: list[int], until: datetime, told: Q) -> None:
    tracks, at = TRACKS[what], timezone.now()
    rows = tracks._default_manager.filter(user=member, **{f"{what}__in": keys})
    known = dict(rows.values_list(what, "mark_time"))
    before = {
        str(key): known[key].isoformat() if key in known else None
        for key in keys
        if key not in known or known[key] < until
    }
    MarkedRead.objects.update_or_create(
        member=member, defaults={"at": at, "what": what, "until": until, "before": before}
    )
    set_marks(tracks, f"{what}_id", keys, member, until)
    Notification.objects.unread().filter(told, recipient=member).update(read_at=at)
