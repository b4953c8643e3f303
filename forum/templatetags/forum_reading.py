"""What a reader has read of topics."""

from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context
from machina.core.loading import get_class

from forum.authors import named_among
from forum.topics.models import Topic

register = template.Library()

FEW = 5
"""People, and files, that are named beside a topic."""


@register.filter
def is_in(thing: Any, things: Container) -> bool:
    return thing in things


@register.filter
def replies(topic: Topic) -> int:
    """How many answered: every post but the first."""
    return max(topic.posts_count - 1, 0)


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
def beside_posts(context: Context, posts: Iterable[Any]) -> dict[str, Any]:
    """What stands beside the posts of a page, told of them alone and without a query.

    ``people``: a post of each of the first few whom the reader is shown by name, and how many
    ``more_people`` there are; ``files`` and ``more_files`` likewise.
    """
    published = [post for post in posts if post.approved]
    people = named_among(published, getattr(context.get("request"), "user", None))
    files = [attached for post in published for attached in post.attachments.all()]
    return {
        "people": people[:FEW],
        "more_people": len(people[FEW:]),
        "files": files[:FEW],
        "more_files": len(files[FEW:]),
    }


@register.simple_tag(takes_context=True)
def unread_among(context: Context, topics: Iterable[Topic]) -> list[Topic]:
    """The topics with something the reader has not read."""
    request = context["request"]
    tracking = get_class("forum_tracking.handler", "TrackingHandler")(request=request)
    return tracking.get_unread_topics(list(topics), request.user)
