"""What is told of posts that facilitators did something with: to their authors alone."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.history.models import Deed, Handling, Removal
from forum.notices import have_seen, may_read, where_it_stands
from forum.signing.seals import is_by
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, register

HIDDEN = "post_hidden"
HANDLED = "post_handled"


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
        breaks_silence=True,
        find=_hidden,
        may_see=_is_the_author,
        link=lambda removal: reverse("removed", args=[removal.post_id]),
    )
)


def _handled(keys: Collection[int]) -> dict[int, Handling]:
    readable = Handling.objects.filter(post__approved=True, post__topic__approved=True)
    return readable.select_related("post__topic__forum", "post__poster").in_bulk(keys)


_reads_its_room = may_read(lambda handling: handling.post.topic.forum_id)


def _wrote_it(pairs: Sequence[Pair]) -> list[bool]:
    return [
        reads and is_by(handling.post, person)
        for (person, handling), reads in zip(pairs, _reads_its_room(pairs), strict=True)
    ]


def _where_it_was_done(handling: Handling) -> str:
    if handling.deed == Deed.TAKEN_OUT:
        return reverse("changes", args=[handling.post_id])
    return where_it_stands(handling.post)


register(
    Kind(
        name=HANDLED,
        title=_("A facilitator closed or moved a topic of mine, or took something out"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        breaks_silence=True,
        find=_handled,
        may_see=_wrote_it,
        link=_where_it_was_done,
        context=lambda _notification, handling: {"room": handling.post.topic.forum.name},
        quoted=lambda handling: handling.reason,
    )
)


def hiding_seen(removal: Removal, reader: Any) -> None:
    """Note that the author has before them why it was hidden."""
    have_seen(reader, kind=HIDDEN, about_id=removal.pk)
