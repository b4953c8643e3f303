"""What a reader has read of topics."""

from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import ngettext
from machina.core.loading import get_class

from core.addresses import number
from forum.authors import Voice
from forum.reading import shown
from forum.topics.models import Post, Topic

register = template.Library()


@register.filter
def is_in(thing: Any, things: Container) -> bool:
    return thing in things


@register.filter
def replies(topic: Topic) -> str:
    """How many answered: every post but the first."""
    answers = max(topic.posts_count - 1, 0)
    return ngettext("%(n)s reply", "%(n)s replies", answers) % {"n": answers}


@register.simple_tag(takes_context=True)
def as_shown(
    context: Context, posts: Iterable[Post], voices: dict[int, Voice]
) -> list[shown.Shown]:
    """The posts as the reader is shown them, with what they may do to each."""
    request = context["request"]
    handler, opened = request.forum_permission_handler, number(request.GET.get("see"))
    return shown.as_shown(posts, request.user, handler, voices, opened)


@register.simple_tag(takes_context=True)
def first_new_post(context: Context) -> int | None:
    """The key of the first post of the page written since the reader was last here.

    None when they know all of it, and when they have never been here: then all is new.
    """
    last_read_on: datetime | None = context.get("last_read_on")
    if last_read_on is None:
        return None
    return next((post.pk for post in context["posts"] if post.created > last_read_on), None)


@register.simple_tag(takes_context=True)
def unread_among(context: Context, topics: Iterable[Topic]) -> list[Topic]:
    """The topics with something the reader has not read."""
    request = context["request"]
    tracking = get_class("forum_tracking.handler", "TrackingHandler")(request=request)
    return tracking.get_unread_topics(list(topics), request.user)
