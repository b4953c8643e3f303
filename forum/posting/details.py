"""Somebody else's details in a message: finding the words that are to go, and taking them out."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forum.history.models import Deed, EarlierVersion
from forum.history.services import UNPUBLISHED, in_place, note_handling
from forum.posting.markup import render
from forum.posting.services import write_words
from forum.quoting.services import take_out_of_quotes
from forum.quoting.words import plain
from forum.signing.seals import is_by
from forum.topics.held import HeldChange
from forum.topics.models import LONGEST_TITLE, Post

MARK = "[taken out by a facilitator: somebody else’s details]"
"""What stands in a message in place of the words."""
MARK_IN_TITLE = "[taken out]"

OWN = _("This message is yours: you can change it yourself.")
NOT_THERE = _("Not one of these words is in the message.")
CHANGED = _("The message has been changed meanwhile. Please look at it once more.")


def pieces_of(lines: str) -> list[str]:
    """What is to be taken out, one piece a line."""
    return [piece for line in lines.splitlines() if (piece := line.strip())]


def stands_in(piece: str, text: str) -> bool:
    return _pattern(piece).search(text) is not None


def without(text: str, pieces: Iterable[str], mark: str = MARK) -> str:
    """The text with a mark in place of each of these, wherever it stands as whole words.

    Capitals make no difference, nor what space is between the words. The longest go first, so
    that a name within another leaves nothing of it.
    """
    for piece in sorted(pieces, key=len, reverse=True):
        text = _pattern(piece).sub(lambda _found: mark, text)
    return text


def _pattern(piece: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, piece.split()))
    first = r"(?<!\w)" if re.match(r"\w", piece) else ""
    last = r"(?!\w)" if re.search(r"\w$", piece) else ""
    return re.compile(f"{first}{words}{last}", re.IGNORECASE)


def title_without(title: str, pieces: Iterable[str]) -> str:
    return without(title, pieces, MARK_IN_TITLE)[:LONGEST_TITLE]


@transaction.atomic
def take_out_details(
    *, post: Post, by: Any, pieces: Iterable[str], reason: str = "", read: int | None = None
) -> Post:
    """Put a mark in place of somebody else's details in a readable message, and in a change of it
    that waits; nothing else of it is touched.

    What it said is kept for its author and who looks after the room, also where everybody sees
    what was changed. Raises ValidationError when nothing of it is there, when the message is
    one's own, out of view or not published, and when it was changed since it was ``read``.
    """
    pieces = list(pieces)
    now = in_place(post)
    if not (now.approved and now.topic.approved):
        raise ValidationError(UNPUBLISHED)
    if is_by(now, by):
        raise ValidationError(OWN)
    if read not in (None, now.updates_count):
        raise ValidationError(CHANGED)
    is_first, change = now.is_topic_head, HeldChange.objects.filter(post=now).first()
    title = title_without(now.subject, pieces) if is_first else now.subject
    text = without(now.content.raw, pieces)
    if (title, text) == (now.subject, now.content.raw):
        raise ValidationError(NOT_THERE)
    write_words(post=now, by=by, subject=title, text=text, reason="")
    now.earlier_versions.filter(pk=now.earlier_versions.latest("pk").pk).update(
        reason=reason[: EarlierVersion._meta.get_field("reason").max_length]
    )
    now.earlier_versions.update(taken_out=True)
    if change:
        change.title = title_without(change.title, pieces)
        change.text = without(change.text, pieces)
        change.reason = without(change.reason, pieces, MARK_IN_TITLE)[:255]
        change.version += 1
        change.save(update_fields=["title", "text", "reason", "version"])
    as_read = [line for piece in pieces for line in plain(render(piece)).splitlines()]
    take_out_of_quotes(post=now, without=lambda words: without(words, [*pieces, *as_read]))
    note_handling(post=now, deed=Deed.TAKEN_OUT, by=by, reason=reason)
    return now
