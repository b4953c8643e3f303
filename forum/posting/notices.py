"""What is told of a message without a name that could not be sent: to its author alone."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.notices import have_seen, may_read
from forum.signing.models import Unsent
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, register

NOT_SENT = "post_not_sent"


def _unsent(keys: Collection[int]) -> dict[int, Unsent]:
    return Unsent.objects.select_related("forum").in_bulk(keys)


_reads_the_room = may_read(lambda unsent: unsent.forum_id)


def _is_the_author(pairs: Sequence[Pair]) -> list[bool]:
    return [
        reads and unsent.author_id == person.pk
        for (person, unsent), reads in zip(pairs, _reads_the_room(pairs), strict=True)
    ]


register(
    Kind(
        name=NOT_SENT,
        title=_("A message without my name could not be sent"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        breaks_silence=True,
        find=_unsent,
        may_see=_is_the_author,
        link=lambda unsent: reverse("unsent", args=[unsent.key]),
    )
)


def not_sent_seen(unsent: Unsent, reader: Any) -> None:
    have_seen(reader, kind=NOT_SENT, about_id=unsent.pk)
