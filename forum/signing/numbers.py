"""The numbers of those who write without their name, when their messages move to another topic.

What is shown of a message stays. Whoever it is keeps their number there, where nobody else has it;
and a number that is read in a topic is given to nobody else.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Max, QuerySet

from forum.signing.models import TopicNumber, Unsent
from forum.signing.seals import authors_of

_NUMBERED = re.compile(r" (\d+)$")


def labels_in(posts: QuerySet) -> set[str]:
    """The labels with a number that stand under these posts."""
    said = posts.filter(poster=None).exclude(username=None).exclude(username="").order_by()
    labels = said.values_list("username", flat=True).distinct()
    return {label for label in labels if _NUMBERED.search(label)}


def next_number(topic: Any, posts: QuerySet) -> int:
    """The number after the last that was given in this topic, or is read in its ``posts``."""
    given = TopicNumber.objects.filter(topic=topic).aggregate(last=Max("number"))["last"] or 0
    return max([given, *_numbers(labels_in(posts))]) + 1


def _numbers(labels: Iterable[str]) -> list[int]:
    return [int(found[1]) for label in labels if (found := _NUMBERED.search(label))]


def take_along(post_ids: Collection[int], source: int, target: int, shown: set[str]) -> None:
    """Give those who wrote these posts the number in the target that they have in the source,
    unless they have one there or it is somebody else's: ``shown`` are the labels read there."""
    own = TopicNumber.objects.filter(topic=source, author__in=set(authors_of(post_ids).values()))
    there = TopicNumber.objects.filter(topic=target)
    taken = {*there.values_list("number", flat=True), *_numbers(shown)}
    known = set(there.values_list("author", flat=True))
    TopicNumber.objects.bulk_create(
        TopicNumber(topic_id=target, author_id=author, number=number)
        for author, number in own.order_by("number").values_list("author", "number")
        if author not in known and number not in taken
    )


def take_back(post_ids: Collection[int], stay: Iterable[int], source: int, target: int) -> None:
    """Take back what ``take_along`` gave, from whoever wrote nothing that stays in the target."""
    gone = set(authors_of(post_ids).values()) - set(authors_of(stay).values())
    gone -= set(Unsent.objects.filter(topic=target).values_list("author", flat=True))
    kept = dict(
        TopicNumber.objects.filter(topic=source, author__in=gone).values_list("author", "number")
    )
    for author, number in kept.items():
        TopicNumber.objects.filter(topic=target, author=author, number=number).delete()
