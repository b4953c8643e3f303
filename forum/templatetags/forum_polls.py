"""How a poll stands."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Count, Q
from django.template.context import Context
from machina.apps.forum_conversation.forum_polls.abstract_models import AbstractTopicPoll
from machina.core.db.models import get_model

from forum.polls.closing import closing

register = template.Library()

TopicPollOption = get_model("forum_polls", "TopicPollOption")
TopicPollVote = get_model("forum_polls", "TopicPollVote")


@dataclass
class PollResult:
    """How a poll stands, for one reader. ``total`` counts people, not votes."""

    options: list[dict[str, Any]]
    total: int
    voted: bool
    closes: str


@register.simple_tag(takes_context=True)
def poll_result(context: Context, poll: AbstractTopicPoll) -> PollResult:
    user = context["request"].user
    mine = Q(votes__voter=user) if user.is_authenticated else Q(pk__isnull=True)
    options = (
        TopicPollOption.objects.filter(poll=poll)
        .annotate(all_votes=Count("votes"), my_votes=Count("votes", filter=mine))
        .order_by("pk")
    )
    rows = [
        {"pk": o.pk, "text": o.text, "votes": o.all_votes, "is_mine": bool(o.my_votes)}
        for o in options
    ]
    total = sum(row["votes"] for row in rows)
    if poll.max_options > 1 and total:
        total = (
            TopicPollVote.objects.filter(poll_option__poll=poll).values("voter").distinct().count()
        )
    for row in rows:
        row["percent"] = round(100 * row["votes"] / total) if total else 0
    voted = any(row["is_mine"] for row in rows)
    return PollResult(options=rows, total=total, voted=voted, closes=closing(poll))
