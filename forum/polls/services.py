"""Polls and votes."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_conversation.forum_polls.abstract_models import AbstractTopicPoll
from machina.core.db.models import get_model

from core.figures import FEWEST
from forum.polls.enums import STEPS, Kind, Shows
from forum.polls.models import Counted, HasVoted, NamedChoice, PollRules, Tally

if TYPE_CHECKING:
    from forum.topics.models import Topic

TopicPoll = get_model("forum_polls", "TopicPoll")
TopicPollOption = get_model("forum_polls", "TopicPollOption")

VOTED_IN = _("Somebody has voted in the poll meanwhile, so it stays as it is.")


@transaction.atomic
def set_poll(
    *,
    topic: "Topic",
    question: str,
    options: Iterable[str] = (),
    kind: str = Kind.SINGLE,
    max_options: int | None = None,
    duration: int | None = None,
    shows: str = Shows.FROM_SIX,
    result_only: bool = False,
    with_names: bool = False,
    low: str = "",
    high: str = "",
) -> AbstractTopicPoll:
    """Give the topic a poll, or change its poll; ``options`` are added to those it has.

    ``max_options`` counts where several may be chosen: None for as many as there are. ``options``
    of a scale are its steps. Raises ValidationError once somebody has voted.
    """
    if HasVoted.objects.filter(poll__topic=topic).exists():
        raise ValidationError(VOTED_IN)
    most = TopicPoll._meta.get_field("max_options").validators[-1].limit_value
    several = (max_options or most) if kind == Kind.SEVERAL else 1
    poll, _created = TopicPoll.objects.update_or_create(
        topic=topic,
        defaults={"question": question, "max_options": several, "duration": duration},
    )
    before = PollRules.objects.filter(poll=poll).values_list("kind", flat=True).first()
    rules, _created = PollRules.objects.update_or_create(
        poll=poll,
        defaults={
            "kind": kind,
            "shows": shows,
            "result_only": result_only,
            "with_names": with_names,
            "low": low,
            "high": high,
        },
    )
    poll.rules = rules
    if before != kind and Kind.SCALE in (before, kind):
        poll.options.all().delete()
    if kind == Kind.SCALE:
        options = [] if before == kind else STEPS
    TopicPollOption.objects.bulk_create(TopicPollOption(poll=poll, text=text) for text in options)
    return poll


def as_told(poll: AbstractTopicPoll) -> dict[str, Any]:
    """What ``set_poll`` was told of this poll."""
    rules = poll.rules
    is_scale = rules.kind == Kind.SCALE
    texts = [] if is_scale else poll.options.order_by("pk").values_list("text", flat=True)
    return {
        "question": poll.question,
        "options": list(texts),
        "kind": rules.kind,
        "max_options": poll.max_options if rules.kind == Kind.SEVERAL else None,
        "duration": poll.duration,
        "shows": rules.shows,
        "result_only": rules.result_only,
        "with_names": rules.with_names,
        "low": rules.low,
        "high": rules.high,
    }


def vote(*, poll: AbstractTopicPoll, member: Any, options: Sequence[Any]) -> bool:
    """Count a member's vote, once; False when it is counted already. ``options`` in their order.

    Three transactions, so that nothing which the database keeps of one of them tells of another:
    that they have voted; what is voted, by nobody; that it is done. Whoever is interrupted after
    the first may vote again, and after the second is not counted twice. Must not be called inside
    a transaction.
    """
    token = _note(poll, member)
    if token is None:
        return False
    is_counted = _count(poll, member, token, options)
    HasVoted.objects.filter(poll=poll, member=member).update(token=None)
    return is_counted


def _note(poll: AbstractTopicPoll, member: Any) -> UUID | None:
    """Note that the member votes; None when that is done."""
    voted, _is_new = HasVoted.objects.get_or_create(poll=poll, member=member)
    return voted.token


@transaction.atomic
def _count(poll: AbstractTopicPoll, member: Any, token: UUID, options: Sequence[Any]) -> bool:
    """Add to the sums, unless the vote with this token is in them. One at a time in each poll."""
    rules = PollRules.objects.select_for_update().get(poll=poll)
    _counted, is_new = Counted.objects.get_or_create(token=token, defaults={"poll": poll})
    if not is_new:
        return False
    offered = list(TopicPollOption.objects.filter(poll=poll).order_by("pk"))
    Tally.objects.bulk_create([Tally(option=each) for each in offered], ignore_conflicts=True)
    for place, option in enumerate(options):
        points = len(offered) - place if rules.kind == Kind.RANKED else 1
        Tally.objects.filter(option=option).update(points=F("points") + points)
    if rules.with_names:
        NamedChoice.objects.bulk_create(
            NamedChoice(option=option, member=member, place=place)
            for place, option in enumerate(options, start=1)
        )
    rules.voters += 1
    if rules.voters >= rules.shown_voters + FEWEST:
        rules.shown_voters = rules.voters
        Tally.objects.filter(option__poll=poll).update(shown_points=F("points"))
    rules.save(update_fields=["voters", "shown_voters"])
    return True
