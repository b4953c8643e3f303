"""Putting notes on posts, keeping a community's list, and choosing what one meets."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from forum.care import notes
from forum.care.models import CommunityNotes, PostNotes, ReaderNotes
from forum.signals import post_folded


def note_own(*, post: Any, names: Iterable[str]) -> None:
    """Keep the notes that the author has chosen, in place of those chosen before."""
    _note(post, by_author=notes.lines(names))


@transaction.atomic
def note_for(*, post: Any, names: Iterable[str], by: Any = None, reason: str = "") -> None:
    """Keep the notes that a facilitator adds, which the author does not take off.

    Who is named by ``by`` has added them to somebody's post: where one is new, that is told.
    """
    kept = PostNotes.objects.filter(post=post).values_list("by_facilitator", flat=True).first()
    chosen = list(names)
    _note(post, by_facilitator=notes.lines(chosen))
    if by is not None and set(chosen) - set(notes.names(kept)):
        post_folded.send(sender=type(post), post=post, by=by, reason=reason)


@transaction.atomic
def _note(post: Any, **kept: str) -> None:
    if any(kept.values()):
        PostNotes.objects.update_or_create(post=post, defaults=kept)
        return
    PostNotes.objects.filter(post=post).update(**kept)
    PostNotes.objects.filter(post=post, by_author="", by_facilitator="").delete()


def keep_list(*, community: Any, names: Iterable[str]) -> None:
    """Offer these notes in the community's rooms from now on; posts keep theirs."""
    CommunityNotes.objects.update_or_create(
        community=community, defaults={"names": notes.lines(names)}
    )


def choose(*, reader: Any, shown: Iterable[str], left_out: Iterable[str]) -> None:
    """Open these notes for the reader and leave out those; all others are folded."""
    kept = {"shown": notes.lines(shown), "left_out": notes.lines(left_out)}
    ReaderNotes.objects.update_or_create(reader=reader, defaults=kept)
