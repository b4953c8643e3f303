"""Polls and votes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from machina.apps.forum_conversation.forum_polls.abstract_models import AbstractTopicPoll
from machina.core.db.models import get_model

if TYPE_CHECKING:
    from forum.topics.models import Topic

TopicPoll = get_model("forum_polls", "TopicPoll")
TopicPollOption = get_model("forum_polls", "TopicPollOption")
TopicPollVote = get_model("forum_polls", "TopicPollVote")


@transaction.atomic
def set_poll(
    *,
    topic: "Topic",
    question: str,
    options: Iterable[str] = (),
    max_options: int = 1,
    duration: int | None = None,
    user_changes: bool = False,
    hide_results: bool = False,
) -> AbstractTopicPoll:
    """Give the topic a poll, or change its poll; ``options`` are added to those it has."""
    poll, _created = TopicPoll.objects.update_or_create(
        topic=topic,
        defaults={
            "question": question,
            "max_options": max_options,
            "duration": duration,
            "user_changes": user_changes,
            "hide_results": hide_results,
        },
    )
    TopicPollOption.objects.bulk_create(TopicPollOption(poll=poll, text=text) for text in options)
    return poll


def as_told(poll: AbstractTopicPoll) -> dict[str, Any]:
    """What ``set_poll`` was told of this poll."""
    return {
        "question": poll.question,
        "options": list(poll.options.order_by("pk").values_list("text", flat=True)),
        "max_options": poll.max_options,
        "duration": poll.duration,
        "user_changes": poll.user_changes,
        "hide_results": poll.hide_results,
    }


@transaction.atomic
def vote(*, poll: AbstractTopicPoll, member: Any, options: Iterable[Any]) -> bool:
    """Cast or change a member's vote. False when they have voted and votes stay as they are.

    The poll's row is locked, so that two clicks at once count once.
    """
    poll = TopicPoll.objects.select_for_update().get(pk=poll.pk)
    earlier = TopicPollVote.objects.filter(poll_option__poll=poll, voter=member)
    if earlier.exists():
        if not poll.user_changes:
            return False
        earlier.delete()
    TopicPollVote.objects.bulk_create(
        TopicPollVote(poll_option=option, voter=member) for option in set(options)
    )
    return True
