"""Saying that a topic asks something, and what became of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.outcomes.enums import Result
from forum.outcomes.models import Standing
from forum.signing.seals import has_begun, told
from forum.topics.models import Post, Topic

SETTLED = _("Somebody has said meanwhile what became of this topic. Please look at it again.")
NOT_AN_ANSWER = _("Only a message of this topic that others wrote after the first can answer it.")


@transaction.atomic
def set_question(*, topic: Topic, asks: bool) -> None:
    """Say that the topic asks something, or that it is talk. What became of it stays."""
    if asks or Standing.objects.filter(topic=topic).exists():
        Standing.objects.update_or_create(topic=topic, defaults={"is_question": asks})


@transaction.atomic
def settle(
    *,
    topic: Topic,
    by: Any,
    result: str,
    answer: Post | None = None,
    summary: str = "",
    other_summary: str = "",
) -> Standing:
    """Say what became of a topic. The same said twice changes nothing.

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
            raise ValidationError(SETTLED)
        return standing
    for name, value in said.items():
        setattr(standing, name, value)
    sealed = topic.poster_id is None and has_begun(topic, by)
    standing.settled_by = None if sealed else by
    standing.settled_at = told(timezone.now(), sealed=sealed)
    standing.save()
    return standing


@transaction.atomic
def reopen(*, topic: Topic) -> None:
    """Take back what was said of the topic's end. Of one that is open already, nothing."""
    Standing.objects.filter(topic=topic).update(
        result="", answer=None, summary="", other_summary="", settled_by=None, settled_at=None
    )
