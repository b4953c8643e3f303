"""What was moved here, or from here, as far as the reader may know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template.context import Context

from forum.moving.access import looks_after_both
from forum.moving.models import Move, MoveKind
from forum.topics.models import Topic

register = template.Library()


MOST = 3
"""Moves that are told of above a topic, the latest."""


@dataclass(frozen=True)
class Told:
    """``came`` or went; ``other`` is the topic at the other end where the reader can read it, and
    ``room`` the one that the topic came from."""

    move: Move
    came: bool
    other: Topic | None
    room: Any
    may_undo: bool


@register.simple_tag(takes_context=True)
def moves_of(context: Context, topic: Topic) -> list[Told]:
    """One query, and none for a topic from which and to which nothing was moved."""
    if not getattr(topic, "has_moves", False):
        return []
    moves = Move.objects.standing().at_end(topic).in_words().order_by("-pk")[:MOST]
    return [told for move in moves if (told := _told(context["request"], topic, move))]


def _told(request: Any, topic: Topic, move: Move) -> Told | None:
    handler, user = request.forum_permission_handler, request.user
    came = move.target_id == topic.pk
    may_undo = move.can_be_undone and looks_after_both(user, move, handler)
    room, other = None, None
    if move.kind == MoveKind.MOVE:
        reads = move.from_forum and handler.can_read_forum(move.from_forum, user)
        room = move.from_forum if reads else None
    else:
        end = move.source if came else move.target
        other = end if end and handler.can_read_topic(end, user) else None
    told = room or other or (may_undo and came)
    return Told(move, came, other, room, may_undo) if told else None


@register.filter
def last_day(moment: datetime) -> datetime:
    """The day that ends at this moment."""
    return moment - timedelta(seconds=1)
