"""What a community talks about, on its page: its newest topics, its rooms, and where to write."""

from typing import Any

from django.db.models import OuterRef, Prefetch
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import CommunityPage
from communities.parts import Action, main_action, part
from core.memo import remembered
from core.text import isolated
from forum.excerpts import as_rows
from forum.following.levels import level, said_of_community
from forum.rooms.models import Forum
from forum.topics.models import Topic

LATEST = 5


@part("talk", gettext_lazy("Talk"), "forum/community_talk.html", order=10)
def talk(request: Any, community: CommunityPage) -> dict[str, Any]:
    """The community's rooms that the reader may read, and the last topics of all of them.

    ``said`` is how much they want to hear of the community, where they can choose it.
    """
    found = rooms(request, community)
    topics = Topic.objects.filter(forum__in=[room.pk for room in found], approved=True)
    latest = as_rows(topics.filter(last_post__isnull=False))
    return {
        "rooms": found,
        "topics": list(latest[:LATEST]) if found else [],
        "said": found[0].said_around if found and request.user.is_authenticated else None,
    }


@main_action
def write_a_topic(request: Any, community: CommunityPage) -> Action | None:
    """Leads to the room, or to a choice of rooms when the reader may write in several."""
    open_rooms = to_write_in(request, community)
    if not open_rooms:
        return None
    if len(open_rooms) == 1:
        [room] = open_rooms
        address = reverse("forum_conversation:topic_create", args=[room.slug, room.pk])
    else:
        address = reverse("write_in_community", args=[community.pk])
    return Action(address, _("Write a topic"))


def to_write_in(request: Any, community: CommunityPage) -> list[Forum]:
    """The community's rooms in which the reader may begin a topic; none for a visitor."""
    if not request.user.is_authenticated:
        return []
    may_begin = request.forum_permission_handler.can_add_topic
    return [room for room in rooms(request, community) if may_begin(room, request.user)]


def rooms(request: Any, community: CommunityPage) -> list[Forum]:
    """The community's rooms that the reader may read, each with its last post.

    ``shared_with`` names the other communities of a room that belongs to several, as far
    as the reader may know of them.
    """
    return remembered(("rooms", community.pk), lambda: _rooms(request, community))


def _rooms(request: Any, community: CommunityPage) -> list[Forum]:
    forums = Forum.objects.filter(room__communities=community.pk).select_related(
        "room", "last_post__topic", "last_post__poster"
    )
    if request.user.is_authenticated:
        member = request.user.pk
        forums = forums.annotate(
            said_around=said_of_community(member=member, community=community.pk),
            heard=level(member=member, forum=OuterRef("pk")),
        )
    others = CommunityPage.objects.visible_to(request.user).exclude(pk=community.pk)
    known = Prefetch("room__communities", others.order_by("folded_title"))
    found = list(
        request.forum_permission_handler.forum_list_filter(forums, request.user).prefetch_related(
            known
        )
    )
    for forum in found:
        titles = [other.title for other in forum.room.communities.all()]
        forum.shared_with = get_text_list([*map(isolated, titles)], _("and"))
    return found
