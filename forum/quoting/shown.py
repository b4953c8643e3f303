"""What one reader is shown of what the messages of a page answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.prepared import prepared
from forum.authors import author_name, columns_of_author
from forum.care.notes import Fold, fold_of, kept_of
from forum.quoting.models import Quote
from forum.signing.seals import note_own
from forum.topics.models import Post


@dataclass(frozen=True)
class Answered:
    """What a message answers, as one reader is shown it.

    ``source`` None: it is gone, out of view, or where the reader may not read. Nothing of it is
    here then, and nothing tells which of these it is.
    """

    source: Post | None = None
    name: str = ""
    quoted: str = ""
    care: Fold | None = None
    """How the quoted words are folded; None where the source has no content notes."""


def with_answers(posts: QuerySet) -> QuerySet:
    """The posts, each with whether it ``answers`` another."""
    return posts.annotate(answers=Exists(Quote.objects.filter(post=OuterRef("pk"))))


def answers_of(posts: Iterable[Any], reader: Any, handler: Any) -> dict[int, Answered]:
    """What this reader is shown of what these messages answer, by the keys of those that do.

    One query, and none where all were loaded ``with_answers`` and answer nothing; where there are
    sealed ones, also whose the messages and their sources are. The posts know their topics, which
    the reader has before them: their rooms are asked for only where a source stands in another.
    """
    posts = list(posts)
    keys = [post.pk for post in posts if getattr(post, "answers", True)]
    quotes = {quote.post_id: quote for quote in _quotes(posts=keys)} if keys else {}
    note_own([*posts, *(quote.source for quote in quotes.values() if quote.source)], reader)
    return {
        post.pk: _answered(quotes[post.pk], reader, handler, post.topic)
        for post in posts
        if post.pk in quotes
    }


def _answered(quote: Any, reader: Any, handler: Any, here: Any) -> Answered:
    source = quote.source
    if source is None or not _reads(source, reader, handler, here):
        return Answered()
    source.care_notes = quote.source_notes
    return Answered(source, author_name(source, reader), quote.quoted, fold_of(source, reader))


def _reads(source: Post, reader: Any, handler: Any, here: Any) -> bool:
    if not source.approved:
        return False
    if source.topic_id == here.pk:
        return True
    if not source.topic.approved:
        return False
    where = source.topic.forum_id
    return where == here.forum_id or where in handler.readable_forum_ids(reader)


_OF_SOURCE = (
    *(f"source__{name}" for name in ("approved", "username", "poster", "topic")),
    *(f"source__topic__{name}" for name in ("slug", "approved", "forum")),
    "source__topic__forum__slug",
    *columns_of_author("source__poster"),
)


@prepared(posts=list)
def _quotes(*, posts: Any) -> QuerySet:
    quotes = Quote.objects.filter(post__in=posts).annotate(source_notes=kept_of("source"))
    found = quotes.select_related("source__poster", "source__topic__forum")
    return found.only("quoted", *_OF_SOURCE)
