"""Rooms: the list of them, and what is said about one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.db.models import IntegerField, OuterRef, QuerySet, Value
from django.template.context import Context
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from machina.core.loading import get_class

from core.prepared import prepared
from core.querysets import groups_of, page_paths_closed_to
from core.text import isolated
from forum.following.levels import above_room, said_of_room
from forum.history.models import Removal
from forum.rooms.enums import Audience
from forum.rooms.models import Forum, Room
from forum.topics import held

register = template.Library()

_NOTHING = Value(None, output_field=IntegerField())


@dataclass
class RoomGroup:
    """Rooms under one heading: a category, or None for rooms that stand by themselves."""

    category: Forum | None
    nodes: list = field(default_factory=list)


@register.inclusion_tag("forum/forum_list.html", takes_context=True)
def room_list(context: Context, tree: Any, heading: str = "") -> dict[str, Any]:
    """The rooms of a visibility tree in groups, each known to be read or not by the reader."""
    request = context["request"]
    groups: list[RoomGroup] = []
    for node in tree.top_nodes:
        if node.obj.is_category:
            groups.append(RoomGroup(node.obj, node.children))
        else:
            if not groups or groups[-1].category:
                groups.append(RoomGroup(None))
            groups[-1].nodes.append(node)
    tracking = get_class("forum_tracking.handler", "TrackingHandler")(request=request)
    unread, muted = tracking.marks_of_forums(tree.forums, request.user)
    return {
        "request": request,
        "heading": heading,
        "colours": _colours(request.user, [room.pk for room in tree.forums]),
        "groups": [group for group in groups if group.nodes],
        "unread": unread,
        "muted": muted,
    }


def _colours(user: Any, forums: list[int]) -> dict[int, list[str]]:
    """The colours of each room's communities, as far as the reader may know of them."""
    found: dict[int, list[str]] = {}
    for forum, _path, colour in _known(user, _rows_of_colours(forums=forums)):
        found.setdefault(forum, []).append(colour)
    return found


@prepared(forums=list)
def _rows_of_colours(*, forums: Any) -> QuerySet:
    rows = Room.communities.through._default_manager.filter(room__forum__in=forums)
    columns = ("room__forum", "communitypage__path", "communitypage__colour")
    return rows.order_by("communitypage__folded_title").values_list(*columns)


def _known(user: Any, rows: Iterable[tuple]) -> list[tuple]:
    """The rows about communities that the reader may know of; their second column is its path."""
    rows = list(rows)
    closed = tuple(page_paths_closed_to(user)) if rows else ()
    return [row for row in rows if not row[1].startswith(closed)]


@register.filter
def of(found: dict[int, list[str]], key: int) -> list[str]:
    """What was found for this key; nothing where there was none."""
    return found.get(key, [])


@register.simple_tag(takes_context=True)
def about_room(context: Context, forum: Forum) -> dict[str, Any]:
    """``readers``: who can read the room, as a sentence; ``colours`` of its communities;
    ``notices``: what is pinned in it; ``said``: how much the reader wants to hear of it, and
    ``around``, of its communities; ``has_own``: whether ``own_here`` has something.

    Nothing for what is no room of ours. A community that the reader may not know of is
    not named, and its notice is for its own members.
    """
    user = context["request"].user
    rows = _rows_about(user.is_authenticated, forum=forum.pk, user=user.pk)
    if not rows:
        return {"readers": "", "notices": []}
    (said, around, has_own), rows = rows[0][:3], [row[3:] for row in rows]
    named = [row[1:4] for row in rows if row[1]]
    pinned = [(group, text) for *_rest, group, text in rows if text]
    own = groups_of(user) if pinned and user.is_authenticated else frozenset()
    return {
        "readers": _readers(user, rows[0][0], [each[:2] for each in named]),
        "colours": [colour for _title, _path, colour in _known(user, named)],
        "notices": [text for group, text in pinned if group in own],
        "is_room": True,
        "said": said,
        "around": around,
        "has_own": has_own,
    }


@prepared(forum=int, user=int)
def _rows_about(known: bool, *, forum: Any, user: Any) -> QuerySet:
    of = {"member": user, "forum": OuterRef("forum")}
    rooms = Room.objects.filter(forum=forum).order_by("communities__folded_title")
    return rooms.values_list(
        said_of_room(**of) if known else _NOTHING,
        above_room(**of) if known else _NOTHING,
        held.has_own_in_room(user if known else None, "forum"),
        "audience",
        "communities__title",
        "communities__path",
        "communities__colour",
        "communities__group",
        "communities__notice__text",
    )


@register.simple_tag(takes_context=True)
def own_here(context: Context, forum: Forum) -> dict[str, Any]:
    """``waiting``: the reader's topics that wait; ``sent_back``: what was sent back to them;
    ``unsent``: what they have not sent yet; ``removed``: what took their topics out of view."""
    user = context["request"].user
    return {
        "waiting": held.waiting_topics(user, forum).select_related("times"),
        "sent_back": held.sent_back_to(user, forum=forum),
        "unsent": held.unsent_by(user, forum=forum),
        "removed": Removal.objects.topics_of(user, forum).select_related("topic"),
    }


@register.simple_tag(takes_context=True)
def readers(context: Context, forum: Forum) -> str:
    """Who can read the room, as ``about_room`` says it; nothing for what is no room of ours.

    A query where communities are to be named, and one where the forum came without its room.
    """
    room = getattr(forum, "room", None)
    if room is None:
        return ""
    communities: list[tuple[str, str]] = []
    if room.audience == Audience.COMMUNITIES:
        communities = list(room.communities.order_by("folded_title").values_list("title", "path"))
    return _readers(context["request"].user, room.audience, communities)


def _readers(user: Any, audience: str, communities: list[tuple[str, str]]) -> str:
    if audience == Audience.PUBLIC:
        return _("Everyone can read this room, visitors too.")
    if audience == Audience.MEMBERS:
        return _("Everyone who is signed in can read this room.")
    titles = [isolated(title) for title, _path in _known(user, communities)]
    if len(titles) < len(communities):
        titles.append(_("another community"))
    return _("Only members of %(communities)s, and the coordinators, can read this room.") % {
        "communities": get_text_list(titles, _("and"))
    }


@register.filter
def how_much(node: Any) -> str:
    """How much there is in a room and what is inside it: 3 topics · 40 posts."""
    topics, posts = node.topics_count, node.posts_count
    return " · ".join(
        (
            ngettext("%(n)s topic", "%(n)s topics", topics) % {"n": topics},
            ngettext("%(n)s post", "%(n)s posts", posts) % {"n": posts},
        )
    )
