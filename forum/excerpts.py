"""A line or two of what a post says: all that stands of it outside its topic's page."""

import re
from html import unescape
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Left

from forum.care.notes import kept_of, stands_for

READ = 600
"""Characters of stored HTML that the database hands over, enough for an excerpt and its tags."""

LONGEST = 180
"""Letters of an excerpt: what fits two lines."""

# Also a tag that is cut off, and signs within its quotes.
_TAG = re.compile('<(?:"[^"]*(?:"|$)|[^">])*(?:>|$)')


def with_beginnings(topics: QuerySet) -> QuerySet:
    """The topics, each with the ``beginning`` of its first post as it is stored, and its ``label``.

    "" where that waits for approval, as a reply does that has become the first.
    """
    return topics.annotate(
        beginning=_stored("first_post"),
        beginning_notes=kept_of("first_post"),
        label=F("first_post__username"),
    )


def as_rows(topics: QuerySet) -> QuerySet:
    """The topics with all that a row of a list shows, those first where somebody spoke last."""
    rows = with_beginnings(topics).select_related(
        "forum", "poster", "last_post__poster", "standing"
    )
    return rows.order_by("-last_post_on", "-pk")


def with_latest(topics: QuerySet) -> QuerySet:
    """The topics, each with ``latest``: how its last post begins, and the notes of that."""
    return topics.annotate(latest=_stored("last_post"), latest_notes=kept_of("last_post"))


def _stored(post: str) -> Case:
    is_readable = When(
        **{f"{post}__approved": True, "then": Left(f"{post}___content_rendered", READ)}
    )
    return Case(is_readable, default=Value(""))


def beginning(topic: Any, reader: Any) -> str:
    """How a topic begins, for one reader; it was loaded ``with_beginnings``."""
    return excerpt(topic.beginning, topic.beginning_notes, reader)


def excerpt(html: str | None, notes: str | None, reader: Any) -> str:
    """What this reader sees of a post in a list: its content notes, or how it begins.

    ``html`` is what is stored of it and ``notes`` what is kept of its notes.
    """
    return (html and stands_for(notes, reader)) or first_words(html)


def first_words(html: str | None) -> str:
    """The first words that stored HTML says, in one line of plain text."""
    html = html or ""
    return shortened(unescape(_TAG.sub("", html)), goes_on=len(html) >= READ)


def shortened(text: str, *, goes_on: bool = False) -> str:
    """The first words of plain text, in one line; it ``goes_on`` where this is not all of it."""
    text = " ".join(text.split())
    if len(text) <= LONGEST and not goes_on:
        return text
    whole_words = text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    return f"{whole_words} …" if text else ""
