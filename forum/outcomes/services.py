"""Saying that a topic asks something, and what became of it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.outcomes.access import side_to_sign, sides_of
from forum.outcomes.enums import SIGNED_RESULTS, Result, Side
from forum.outcomes.models import Signature, Standing
from forum.outcomes.notices import SETTLED
from forum.rooms.models import Room
from forum.signals import topic_settled
from forum.signing.seals import has_begun, told
from forum.topics.models import Post, Topic
from notifications.services import quieten

SETTLED_MEANWHILE = _(
    "Somebody has said meanwhile what became of this topic. Please look at it again."
)
CHANGED = _("What became of this topic has been said anew meanwhile. Please read it again.")
NOT_TO_SIGN = _("This does not wait for your word: it is signed by one peer and one clinician.")
NOT_AN_ANSWER = _("Only a message of this topic that others wrote after the first can answer it.")


@transaction.atomic
def set_question(*, topic: Topic, asks: bool) -> None:
    """Say that the topic asks something, or that it is talk. What became of it stays."""
    if asks or Standing.objects.filter(topic=topic).exists():
        Standing.objects.update_or_create(topic=topic, defaults={"is_question": asks})


@transaction.atomic
def let_peers_first(*, topic: Topic, hours: int) -> None:
    """Let only peers write in the topic for so many hours, counted from when it is published."""
    Standing.objects.update_or_create(topic=topic, defaults={"peers_first_hours": hours})


@transaction.atomic
def settle(
    *,
    topic: Topic,
    by: Any,
    result: str,
    answer: Post | None = None,
    summary: str = "",
    other_summary: str = "",
    at: datetime | None = None,
) -> Standing:
    """Say what became of a topic. The same said twice changes nothing.

    In a room that two communities share, what was agreed waits until one of each has signed it;
    ``by`` is the first, where they are of one side. ``at`` is for what was said earlier.

    Raises ValidationError when something else has been said meanwhile, and when ``answer`` is
    no reply that everybody in the room can read.
    """
    if answer and (answer.topic_id != topic.pk or not answer.approved or answer.is_topic_head):
        raise ValidationError(NOT_AN_ANSWER)
    said = {
        "result": Result(result),
        "answer": answer if result == Result.ANSWERED else None,
        "summary": summary if result != Result.ANSWERED else "",
        "other_summary": other_summary if result == Result.DISAGREED else "",
    }
    Topic.objects.select_for_update().get(pk=topic.pk)
    standing, _made = Standing.objects.get_or_create(topic=topic)
    if standing.is_settled:
        if any(getattr(standing, name) != value for name, value in said.items()):
            raise ValidationError(SETTLED_MEANWHILE)
        return standing
    for name, value in said.items():
        setattr(standing, name, value)
    sealed = topic.poster_id is None and has_begun(topic, by)
    signer = None if sealed else by
    standing.settled_by = signer
    standing.settled_at = told(at or timezone.now(), sealed=sealed)
    room = _room_of(topic)
    standing.waits = bool(room and room.is_shared and standing.result in SIGNED_RESULTS)
    standing.save()
    if standing.waits and signer and (sides := sides_of(signer, room)):
        _sign(standing, sides[0], signer, standing.settled_at)
    topic_settled.send(sender=Standing, standing=standing, by=signer)
    return standing


@transaction.atomic
def sign(
    *, topic: Topic, by: Any, settled_at: datetime | None = None, at: datetime | None = None
) -> Standing:
    """Sign what became of a topic, for the side that waits; signing twice changes nothing.

    ``settled_at`` says which of its ends was read. Raises ValidationError when it has been said
    anew since, and when it does not wait for this person.
    """
    Topic.objects.select_for_update().get(pk=topic.pk)
    standing = Standing.objects.filter(topic=topic).first()
    if standing is None or settled_at not in (None, standing.settled_at):
        raise ValidationError(CHANGED)
    if standing.signatures.filter(member=by).exists():
        return standing
    side = side_to_sign(by, standing, _room_of(topic))
    if side is None:
        raise ValidationError(NOT_TO_SIGN)
    _sign(standing, side, by, at or timezone.now())
    if standing.signatures.count() == len(Side):
        standing.waits = False
        standing.save(update_fields=["waits"])
        topic_settled.send(sender=Standing, standing=standing, by=by)
    return standing


def _sign(standing: Standing, side: Side, member: Any, at: datetime) -> None:
    Signature.objects.create(standing=standing, side=side, member=member, signed_at=at)


def _room_of(topic: Topic) -> Room | None:
    return Room.objects.filter(forum=topic.forum_id).first()


@transaction.atomic
def reopen(*, topic: Topic) -> None:
    """Take back what was said of the topic's end, with all signatures. Of one that is open
    already, nothing."""
    Topic.objects.select_for_update().get(pk=topic.pk)
    standings = Standing.objects.filter(topic=topic)
    for standing in standings:
        quieten(kind=SETTLED, about_id=standing.pk)
        standing.signatures.all().delete()
    standings.update(
        result="",
        answer=None,
        summary="",
        other_summary="",
        settled_by=None,
        settled_at=None,
        waits=False,
    )
