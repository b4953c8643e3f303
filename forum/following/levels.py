"""How much somebody wants to hear of what happens in a place: the nearest place decides.

A topic goes before its room, that before its communities. Of several communities of one room,
one that is watched goes before one that is muted. Each function gives an expression, of one
person and many places or the other way round: a key, or an ``OuterRef`` to it.
"""

from typing import Any

from django.db.models import Case, Exists, Q, QuerySet, Value, When
from django.db.models.lookups import Exact

from forum.following.enums import Level
from forum.following.models import Said
from forum.rooms.models import Room
from forum.topics.models import Topic

_Rules = list[tuple[Level, QuerySet]]
"""What decides, the nearest first: where there is such a row, it is this level."""


def level(*, member: Any, forum: Any, topic: Any = None) -> Case:
    """The level of a topic in this room, or of the room."""
    nearest = [] if topic is None else _of_topic(member, topic)
    return _first([*nearest, *_of_room(member, forum), *_of_communities(member, forum)])


def above_room(*, member: Any, forum: Any) -> Case:
    """What the communities of a room say of it, whatever is said of the room itself."""
    return _first(_of_communities(member, forum))


def said_of_topic(*, member: Any, topic: Any) -> Case:
    return _first(_of_topic(member, topic))


def said_of_room(*, member: Any, forum: Any) -> Case:
    return _first(_of_room(member, forum))


def said_of_community(*, member: Any, community: Any) -> Case:
    said = Said.objects.filter(member=member, community=community)
    return _first([(each, said.filter(level=each)) for each in (Level.WATCHING, Level.MUTED)])


def is_muted(**of: Any) -> Q:
    """The condition that ``level`` is ``MUTED``."""
    return Q(Exact(level(**of), Value(Level.MUTED)))


def _first(rules: _Rules) -> Case:
    decided = [When(Exists(rows.order_by()), then=Value(each)) for each, rows in rules]
    return Case(*decided, default=Value(Level.USUAL))


def _of_topic(member: Any, topic: Any) -> _Rules:
    watching = Topic.subscribers.through._default_manager.filter(user=member, topic=topic)
    return [
        (Level.WATCHING, watching),
        (Level.MUTED, Said.objects.filter(member=member, topic=topic)),
    ]


def _of_room(member: Any, forum: Any) -> _Rules:
    watching = Room.followers.through._default_manager.filter(user=member, room__forum=forum)
    return [
        (Level.WATCHING, watching),
        (Level.MUTED, Said.objects.filter(member=member, forum=forum)),
    ]


def _of_communities(member: Any, forum: Any) -> _Rules:
    said = Said.objects.filter(member=member, community__rooms__forum=forum)
    return [(each, said.filter(level=each)) for each in (Level.WATCHING, Level.MUTED)]
