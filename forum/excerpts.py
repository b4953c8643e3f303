"""How a topic begins: a line or two of its first post, for lists."""

import re
from html import unescape

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Left

READ = 600
"""Characters of stored HTML that the database hands over, enough for an excerpt and its tags."""

LONGEST = 180
"""Letters of an excerpt: what fits two lines."""

# Also a tag that is cut off, and signs within its quotes.
_TAG = re.compile('<(?:"[^"]*(?:"|$)|[^">])*(?:>|$)')


def with_beginnings(topics: QuerySet) -> QuerySet:
    """The topics, each with the ``beginning`` of its first post as it is stored.

    "" where that waits for approval, as a reply does that has become the first.
    """
    is_readable = When(first_post__approved=True, then=Left("first_post___content_rendered", READ))
    return topics.annotate(beginning=Case(is_readable, default=Value("")))


def excerpt(html: str | None) -> str:
    """The first words that stored HTML says, in one line of plain text."""
    html = html or ""
    text = " ".join(unescape(_TAG.sub("", html)).split())
    if len(text) <= LONGEST and len(html) < READ:
        return text
    whole_words = text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    return f"{whole_words} …" if text else ""
