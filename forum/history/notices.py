"""What is told of posts that were hidden: to their authors, and nobody else."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.history.models import Removal
from forum.notices import have_seen, may_read
from forum.signing.seals import is_by
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, register

HIDDEN = "post_hidden"


def _hidden(keys: Collection[int]) -> dict[int, Removal]:
    return Removal.objects.filter(withdrawn=False).in_words().in_bulk(keys)


_reads_the_room = may_read(lambda removal: removal.topic.forum_id)


def _is_the_author(pairs: Sequence[Pair]) -> list[bool]:
    return [
        reads and is_by(removal.post, person)
        for (person, removal), reads in zip(pairs, _reads_the_room(pairs), strict=True)
    ]


register(
    Kind(
        name=HIDDEN,
        title=_("A message of mine was hidden"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        find=_hidden,
        may_see=_is_the_author,
        link=lambda removal: reverse("removed", args=[removal.post_id]),
    )
)


def hiding_seen(removal: Removal, reader: Any) -> None:
    """Note that the author has before them why it was hidden."""
    have_seen(reader, kind=HIDDEN, about_id=removal.pk)
