"""Putting notes on posts, keeping a community's list, and choosing what one meets."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from forum.care import notes
from forum.care.models import CommunityNotes, PostNotes, ReaderNotes


def note_own(*, post: Any, names: Iterable[str]) -> None:
    """Keep the notes that the author has chosen, in place of those chosen before."""
    _note(post, by_author=notes.lines(names))


def note_for(*, post: Any, names: Iterable[str]) -> None:
    """Keep the notes that a facilitator adds, which the author does not take off."""
    _note(post, by_facilitator=notes.lines(names))


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
