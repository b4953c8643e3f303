"""Keeping what a message answers, and letting quoted words go with those they come from."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from forum.quoting import words
from forum.quoting.models import Quote
from forum.signing.models import Unsent
from forum.topics.held import DeclinedPost
from forum.topics.models import Post

QUOTING = (Quote, Unsent, DeclinedPost)
"""What keeps words of a ``source`` as ``quoted``: messages, and those that are not sent."""


def answer(*, post: Post, source: Post, quoted: str) -> Quote:
    """Note what a new message answers, with these words of it."""
    return Quote.objects.create(post=post, source=source, quoted=quoted)


def still_said(source: Post | None, quoted: str) -> str:
    """The words, if all of them stand in the source now and others may read it; else "".

    Words that are sent later than they were chosen would tell when that was.
    """
    if source is None or not source.approved:
        return ""
    return "" if words.not_said(quoted, words.plain(source.content.rendered)) else quoted


@transaction.atomic
def forget_quoted(*, posts: Iterable[int]) -> None:
    """Let the words that others quote of the messages with these keys go; that something was
    answered stays."""
    keys = list(posts)
    for model in QUOTING:
        model._default_manager.filter(source__in=keys).exclude(quoted="").update(quoted="")


@transaction.atomic
def forget_orphans() -> None:
    """Let quoted words go whose source is not there any more."""
    for model in QUOTING:
        model._default_manager.filter(source=None).exclude(quoted="").update(quoted="")


@transaction.atomic
def take_out_of_quotes(*, post: Post, without: Callable[[str], str]) -> None:
    """Take somebody's details out of what is quoted of a message from which they were taken.

    Words that do not stand in the message as it is now, because it had been changed before, go
    altogether: nobody has looked whether the details are in them.
    """
    text = words.plain(post.content.rendered)
    for model in QUOTING:
        rows: Any = model._default_manager.filter(source=post).exclude(quoted="")
        for row in rows.order_by("pk"):
            left = without(row.quoted)
            row.quoted = "" if words.not_said(left, text) else left
            row.save(update_fields=["quoted"])
