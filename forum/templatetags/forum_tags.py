"""Rooms, topics and authors for any page."""

from typing import Any

from django import template
from django.db.models import Prefetch
from django.template.context import Context
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from communities.models import CommunityPage
from core.text import isolated
from forum.posting import authors
from forum.rooms.models import Forum
from forum.topics.models import Topic

register = template.Library()


@register.simple_tag(takes_context=True)
def community_rooms(context: Context, community: Any) -> list[Forum]:
    """The rooms of a community that the reader may read: forums, each with its last post.

    ``shared_with`` names the other communities of a room that belongs to several, as far
    as the reader may know of them.
    """
    request = context["request"]
    forums = Forum.objects.filter(room__communities=community.pk).select_related(
        "room", "last_post__topic", "last_post__poster"
    )
    others = CommunityPage.objects.visible_to(request.user).exclude(pk=community.pk)
    known = Prefetch("room__communities", others.order_by("folded_title"))
    rooms = list(
        request.forum_permission_handler.forum_list_filter(forums, request.user).prefetch_related(
            known
        )
    )
    for forum in rooms:
        titles = [other.title for other in forum.room.communities.all()]
        forum.shared_with = get_text_list([*map(isolated, titles)], _("and"))
    return rooms


@register.simple_tag(takes_context=True)
def latest_topics(context: Context, limit: int = 5) -> list[Topic]:
    """The topics with the newest posts that the reader may read, with forum and last post."""
    request = context["request"]
    readable = request.forum_permission_handler.readable_forum_ids(request.user)
    topics = Topic.objects.filter(forum__in=readable, approved=True, last_post__isnull=False)
    return list(
        topics.select_related("forum", "poster", "last_post__poster").order_by("-last_post_on")[
            :limit
        ]
    )


@register.simple_tag(takes_context=True)
def author_name(context: Context, post: Any) -> str:
    """The name to show for whoever wrote a post or started a topic."""
    return authors.author_name(post, _viewer(context))


@register.simple_tag(takes_context=True)
def author_address(context: Context, post: Any) -> str:
    """Where the reader learns more of the author; empty when there is nothing for them."""
    return authors.author_address(post, _viewer(context))


def _viewer(context: Context) -> Any:
    request = context.get("request")
    return getattr(request, "user", None)
