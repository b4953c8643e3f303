"""What is told of messages that were moved: to who wrote them, once each, under whatever label."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum import notices
from forum.moving.models import Move, MovedPost
from forum.rooms.readers import readable_by
from forum.signing.seals import authors_of
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, register
from notifications.services import notify

MESSAGES_MOVED = "messages_moved"


def _moves(keys: Collection[int]) -> dict[int, Move]:
    in_view = Move.objects.standing().filter(target__approved=True)
    return in_view.in_words().in_bulk(keys)


def _wrote_some(pairs: Sequence[Pair]) -> list[bool]:
    """Who wrote one of them and may read where they were, or where they are."""
    readable = readable_by(person for person, _move in pairs)
    wrote = _authors({move.pk for _person, move in pairs})
    return [
        person.pk in wrote[move.pk]
        and bool({move.from_forum_id, move.target.forum_id} & set(readable[person.pk]))
        for person, move in pairs
    ]


register(
    Kind(
        name=MESSAGES_MOVED,
        title=_("Messages of mine were moved"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        find=_moves,
        may_see=_wrote_some,
        link=lambda move: reverse("move", args=[move.pk]),
        quoted=lambda move: move.reason,
    )
)


def _authors(moves: Collection[int]) -> dict[int, set[int]]:
    """Who wrote what went along, by the keys of the moves: two queries."""
    rows = MovedPost.objects.filter(move__in=moves).values_list("move", "post", "post__poster")
    moved = list(rows)
    sealed = authors_of([post for _move, post, poster in moved if poster is None])
    found: dict[int, set[int]] = {move: set() for move in moves}
    for move, post, poster in moved:
        if author := poster or sealed.get(post):
            found[move].add(author)
    return found


def tell_authors(move: Move) -> None:
    """Tell who wrote them, each once. Nobody learns who is told."""
    community = notices.community_of(move.target.forum_id) if move.target else None
    notify(
        _authors([move.pk])[move.pk],
        kind=MESSAGES_MOVED,
        about=move,
        actor=move.by,
        community=community,
    )


def move_seen(move: Move, reader: Any) -> None:
    notices.have_seen(reader, kind=MESSAGES_MOVED, about_id=move.pk)
