"""What a reader has read of topics."""

from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import ngettext
from machina.core.loading import get_class

from core.addresses import number
from forum.authors import Voice, is_named
from forum.reading import shown
from forum.topics.models import Post, Topic

register = template.Library()

FEW = 5
"""People, and files, that are named beside a topic."""


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
def beside_posts(context: Context, posts: Iterable[shown.Shown]) -> dict[str, Any]:
    """What stands beside the posts of a page, told of them alone and without a query.

    ``people``: what is shown of the first few whom the reader is shown by name, in the order in
    which they spoke, and how many ``more_people`` there are; ``files`` and ``more_files``
    likewise. Nobody for a visitor, and nobody who is no longer here.
    """
    published = [each for each in posts if each.post.approved]
    files = [attached for each in published for attached in each.files]
    first: dict[int, shown.Shown] = {}
    for each in published if is_named(context["request"].user) else ():
        if each.post.poster_id is not None:
            first.setdefault(each.post.poster_id, each)
    people = list(first.values())
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
