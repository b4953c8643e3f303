"""Rooms, topics and authors for any page."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import OuterRef
from django.template.context import Context
from django.utils.safestring import SafeString

from core.templatetags.ui import avatar
from forum import authors, excerpts
from forum.following.levels import is_muted
from forum.topics.models import Topic

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_topics(context: Context, limit: int = 5) -> list[Topic]:
    """The topics with the newest posts that the reader may read and did not mute."""
    request = context["request"]
    readable = request.forum_permission_handler.readable_forum_ids(request.user)
    topics = Topic.objects.filter(forum__in=readable, approved=True, last_post__isnull=False)
    if request.user.is_authenticated:
        place = {"forum": OuterRef("forum"), "topic": OuterRef("pk")}
        topics = topics.exclude(is_muted(member=request.user.pk, **place))
    return list(excerpts.as_rows(topics)[:limit])


@register.simple_tag(takes_context=True)
def excerpt(context: Context, topic: Topic) -> str:
    """How a topic begins, in a line of plain text; for topics loaded ``with_beginnings``."""
    return excerpts.beginning(topic, _viewer(context)) if hasattr(topic, "beginning") else ""


@register.simple_tag(takes_context=True)
def author_name(context: Context, post: Any) -> str:
    """The name to show for whoever wrote a post or started a topic."""
    return authors.author_name(post, _viewer(context))


@register.simple_tag(takes_context=True)
def author_avatar(context: Context, post: Any, size: str = "") -> SafeString:
    """The author's initials; a leaf for a reader who is shown no names."""
    viewer = _viewer(context)
    is_leaf = not authors.is_named(viewer)
    return avatar(authors.author_name(post, viewer), leaf=is_leaf, size=size)


@register.simple_tag(takes_context=True)
def voices(context: Context, posts: Iterable[Any], forum: Any) -> dict[int, authors.Voice]:
    """What the reader is told of the authors of these posts, for ``voice_of``."""
    return authors.voices(posts, _viewer(context), forum)


@register.simple_tag(takes_context=True)
def own_voice(context: Context, forum: Any, known: Any = None) -> authors.Voice | None:
    """What stands beside the reader's own name in this room; ``known`` spares the asking."""
    viewer = _viewer(context)
    told = known if isinstance(known, dict) else authors.voices([], viewer, forum)
    return told.get(viewer.pk)


@register.filter
def voice_of(known: dict[int, authors.Voice] | None, post: Any) -> authors.Voice | None:
    """What is told of the author of a post, among those known of a page."""
    return authors.voice_of(post, known or {})


def _viewer(context: Context) -> Any:
    request = context.get("request")
    return getattr(request, "user", None)
