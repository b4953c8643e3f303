"""What both places will look like, before anything is moved."""

from dataclasses import dataclass, field
from typing import Any

from forum.authors import author_name
from forum.care.notes import noted
from forum.excerpts import READ, excerpt
from forum.moving.access import Readers
from forum.rooms.models import Forum
from forum.topics.models import Topic, in_reading_order

FIRST = 3
"""Messages of which the first lines are shown."""


@dataclass(frozen=True)
class Line:
    name: str
    words: str


@dataclass(frozen=True)
class End:
    """One place as it will be. ``title`` is empty where nothing of the topic stays there."""

    forum: Forum
    title: str
    messages: int = 0
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Ends:
    """Both places; ``narrows`` where not all who read the old room read the new one."""

    kind: str
    moving: int
    old_title: str
    new_title: str
    old: End
    new: End
    narrows: bool
    shown: str = ""


def of_split(topic: Topic, keys: set[int], title: str, forum: Forum, reader: Any) -> Ends:
    readable = topic.posts.filter(approved=True)
    stay, go = readable.exclude(pk__in=keys), readable.filter(pk__in=keys)
    moving = go.count()
    return Ends(
        kind="split",
        moving=moving,
        old_title=topic.subject,
        new_title=title,
        old=End(topic.forum, topic.subject, topic.posts_count - moving, _lines(stay, reader)),
        new=End(forum, title, moving, _lines(go, reader)),
        narrows=_narrows(topic.forum, forum),
    )


def of_merge(topic: Topic, into: Topic, reader: Any) -> Ends:
    together = type(topic.first_post).objects.filter(topic__in=[topic, into], approved=True)
    messages = topic.posts_count + into.posts_count
    return Ends(
        kind="merge",
        moving=topic.posts_count,
        old_title=topic.subject,
        new_title=into.subject,
        old=End(topic.forum, ""),
        new=End(into.forum, into.subject, messages, _lines(together, reader)),
        narrows=_narrows(topic.forum, into.forum),
    )


def of_move(topic: Topic, forum: Forum, reader: Any) -> Ends:
    lines = _lines(topic.posts.filter(approved=True), reader)
    return Ends(
        kind="move",
        moving=topic.posts_count,
        old_title=topic.subject,
        new_title=topic.subject,
        old=End(topic.forum, ""),
        new=End(forum, topic.subject, topic.posts_count, lines),
        narrows=_narrows(topic.forum, forum),
    )


def _lines(posts: Any, reader: Any) -> list[Line]:
    first = in_reading_order(noted(posts.select_related("poster")))[:FIRST]
    return [
        Line(
            author_name(post, reader),
            excerpt(post.content.rendered[:READ], post.care_notes, reader),
        )
        for post in first
    ]


def _narrows(old: Forum, new: Forum) -> bool:
    return old.pk != new.pk and not Readers().within(old.pk, new.pk)
