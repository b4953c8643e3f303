"""Content notes: names of what a post is about, that some would rather not meet unprepared."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from communities.models import CommunityPage
from core.folding import folded
from core.memo import remembered
from forum.care.models import PostNotes, ReaderNotes
from forum.signing.seals import is_by

DEFAULT = (
    "Suicide",
    "Self-harm",
    "Restraint and seclusion",
    "Violence",
    "Sexual harm",
    "Alcohol and other drugs",
    "Eating and weight",
    "Death and grief",
)
"""What a community offers until its facilitators keep a list of their own."""

MOST = 20
LONGEST = 60


def names(lines: str | None) -> list[str]:
    """The notes of a list that is kept one a line, each once, as it is spelt first."""
    found: dict[str, str] = {}
    for line in (lines or "").splitlines():
        found.setdefault(folded(line), line.strip())
    return [name for key, name in found.items() if key]


def lines(of: Iterable[str]) -> str:
    return "\n".join(of)


def offered_in(forum: Any) -> list[str]:
    """The notes that an author may choose in this room: those of all its communities."""
    communities = CommunityPage.objects.filter(rooms__forum=forum)
    lists = communities.order_by("pk").values_list("content_notes__names", flat=True)
    found = [one for kept in lists for one in listed(kept)]
    return names(lines(found)) if lists else listed(None)


def listed(kept: str | None) -> list[str]:
    """The list of a community, of which this is kept."""
    return list(DEFAULT) if kept is None else names(kept)


def kept_of(post: str) -> Subquery:
    """The notes of a post, one a line, as a column beside the row that names the post so."""
    found = PostNotes.objects.filter(post=OuterRef(post)).order_by()
    both = Concat(F("by_author"), Value("\n"), F("by_facilitator"), output_field=TextField())
    return Subquery(found.values_list(both), output_field=CharField())


def noted(posts: QuerySet) -> QuerySet:
    """The posts, each with its notes: ``names_of`` asks for nothing more then."""
    return posts.annotate(care_notes=kept_of("pk"))


def names_of(post: Any) -> list[str]:
    """The notes of a post that was loaded ``noted``; those of its author come first."""
    return names(post.care_notes)


@dataclass(frozen=True)
class Choices:
    """Which notes a reader wants opened, and which left out; all others are folded."""

    shown: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    chosen: tuple[str, ...] = ()
    """All of these as they are spelt."""

    def leaves_out(self, of: Iterable[str]) -> bool:
        return any(folded(name) in self.left_out for name in of)

    def shows(self, of: Iterable[str]) -> bool:
        return all(folded(name) in self.shown for name in of)


def choices_of(reader: Any) -> Choices:
    """What this reader has chosen: one query for a page, none for a visitor."""
    if reader is None or not reader.is_authenticated:
        return Choices()
    return remembered(("content notes", reader.pk), lambda: _choices_of(reader))


def _choices_of(reader: Any) -> Choices:
    kept = ReaderNotes.objects.filter(reader=reader.pk).first()
    if kept is None:
        return Choices()
    shown, left_out = names(kept.shown), names(kept.left_out)
    return Choices(
        frozenset(map(folded, shown)), frozenset(map(folded, left_out)), (*shown, *left_out)
    )


def said(of: Iterable[str]) -> str:
    """The notes in a line of their own, which stands where the words would."""
    return _("Content note: %(names)s") % {"names": ", ".join(of)}


@dataclass(frozen=True)
class Fold:
    """How one reader is shown a post with notes: open, folded, or left out."""

    names: list[str]
    is_left_out: bool
    is_open: bool

    @property
    def line(self) -> str:
        return said(self.names)


def fold_of(post: Any, reader: Any, opened: int | None = None) -> Fold | None:
    """How this reader is shown a post that was loaded ``noted``; None when it has no notes.

    One's own words are never left out, nor is the post that the reader asked for (``opened``).
    """
    of = names_of(post)
    if not of:
        return None
    choices = choices_of(reader)
    is_own = reader is not None and is_by(post, reader)
    asked_for = is_own or post.pk == opened
    return Fold(of, choices.leaves_out(of) and not asked_for, asked_for or choices.shows(of))


def stands_for(kept: str | None, reader: Any) -> str:
    """What stands in a list, a feed or a result in place of words with these notes.

    "" where the words may stand: without notes, or when the reader wants each of them opened.
    """
    of = names(kept)
    return "" if not of or choices_of(reader).shows(of) else said(of)
