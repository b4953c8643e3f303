"""What a room's page and the list of rooms ask the database, each composed once."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from machina.core.db.models import get_model
from machina.core.loading import get_class

from core.prepared import prepared
from forum.authors import columns_of_author
from forum.excerpts import with_beginnings
from forum.paging.keyset import Stretch, cut

Forum = get_model("forum", "Forum")
Topic = get_model("forum_conversation", "Topic")

BY = {"type": int, "last_post_on": datetime, "id": int}
"""Pinned topics, then the others, the latest first."""

_OF_POST = ("poster", "username")
_OF_TOPIC = (
    "forum", "poster", "subject", "slug", "type", "status", "posts_count", "last_post_on",
    "last_post", *columns_of_author("poster"), *(f"last_post__{name}" for name in _OF_POST),
    *columns_of_author("last_post__poster"), "standing__is_question", "standing__result",
    "standing__case_number", "standing__waits",
)  # fmt: skip
_OF_FORUM = (
    "parent", "name", "slug", "description", "_description_rendered", "type", "level",
    "display_sub_forum_list", "direct_posts_count", "direct_topics_count", "last_post",
    "last_post_on", *(f"last_post__{name}" for name in (*_OF_POST, "created")),
    *columns_of_author("last_post__poster"),
    *(f"last_post__topic__{name}" for name in ("forum", "subject", "slug")),
)  # fmt: skip


@prepared(pk=int)
def forum(*, pk: Any) -> QuerySet:
    """The one with this key; none where there is no such."""
    return Forum.objects.filter(pk=pk)


def topics(forum: Any, user: Any, stretch: Stretch, **key: Any) -> list:
    """A stretch of the room's topics, each with its ``beginning`` and ``is_unread`` for this
    reader."""
    return _in(forum, _topics(user.is_authenticated, stretch, forum=forum.pk, user=user.pk, **key))


def announcements(forum: Any, user: Any) -> list:
    """What is announced in the room, with ``is_unread`` too."""
    return _in(forum, _announcements(user.is_authenticated, forum=forum.pk, user=user.pk))


def forums(readable: set[int]) -> list:
    """These forums in the order of the tree, each with its last post and its author."""
    found = _forums(readable=sorted(readable)) if readable else []
    for forum in found:
        if forum.last_post:
            forum.last_post.topic.forum = forum
    return found


def _in(forum: Any, found: list) -> list:
    for topic in found:
        topic.forum = forum
    return found


@prepared(forum=int, user=int, **BY)
def _topics(known: bool, stretch: Stretch, *, forum: Any, user: Any, **key: Any) -> QuerySet:
    listed = _shown(known, forum, user).filter(
        type__lt=Topic.TOPIC_ANNOUNCE, last_post_on__isnull=False
    )
    return cut(listed.order_by(*(f"-{name}" for name in key)), stretch, key)


@prepared(forum=int, user=int)
def _announcements(known: bool, *, forum: Any, user: Any) -> QuerySet:
    return _shown(known, forum, user).filter(type=Topic.TOPIC_ANNOUNCE)


def _shown(known: bool, forum: Any, user: Any) -> QuerySet:
    listed = Topic.objects.filter(forum=forum, approved=True)
    listed = listed.select_related("poster", "last_post__poster", "standing").only(*_OF_TOPIC)
    listed = with_beginnings(listed)
    handler = get_class("forum_tracking.handler", "TrackingHandler")()
    return handler.mark_unread(listed, user if known else None)


@prepared(readable=list)
def _forums(*, readable: Any) -> QuerySet:
    found = Forum.objects.filter(pk__in=readable)
    return found.select_related("last_post__topic", "last_post__poster").only(*_OF_FORUM)
