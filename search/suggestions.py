"""“Did you mean …?”: the words of a query with their slips mended, for the one who asks.

The words that may be suggested are those of titles and leads that this reader may see, read
anew each time: what is hidden from somebody is never suggested to them, nor does it keep
another word from being suggested.
"""

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Concat

from core.folding import folded
from forum.reading.search import readable_topics
from search.sections import readable_files, readable_pages

MOST_TITLES = 2_000
"""Titles of each kind that words are taken from, the newest."""

SHORTEST, LONGEST = 4, 30
"""Letters of a word that is mended, or suggested."""

MOST_SLIPS = 3
"""Unknown words in a query that is mended; comparing takes time for each."""

CLOSE = 0.75
"""How alike two words are, as ``difflib`` counts it: one slip in four letters, two in eight."""

_WORD = re.compile("[^\\W\\d_]+(?:['’ʻ‘ʼ][^\\W\\d_]+)*")


def suggestion(words: str, user: Any) -> str:
    """The cleaned words of a query with the nearest known word for each unknown one.

    "" when there is nothing to mend, or too much. Whether it finds anything is not said.
    """
    unknown = {plain for word in _WORD.findall(words) if len(plain := _plain(word)) >= SHORTEST}
    if not unknown:
        return ""
    known = _known_to(user)
    unknown.difference_update(known)
    if not 0 < len(unknown) <= MOST_SLIPS:
        return ""
    nearest = {plain: known[near] for plain in unknown if (near := _nearest(plain, known))}
    if not nearest:
        return ""
    return _WORD.sub(lambda word: nearest.get(_plain(word[0]), word[0]), words)


def _nearest(plain: str, known: dict[str, str]) -> str:
    of_its_length = [each for each in known if abs(len(each) - len(plain)) <= 2]
    return next(iter(get_close_matches(plain, of_its_length, n=1, cutoff=CLOSE)), "")


def _known_to(user: Any) -> dict[str, str]:
    """The words of what the reader may see, folded, and how each is written. One query."""
    title_and_lead = Concat("title", Value(" "), "search_description", output_field=TextField())
    pages = _newest(readable_pages(user)).values_list(title_and_lead)
    topics = _newest(readable_topics(user)).values_list("subject")
    files = _newest(readable_files(user)).values_list("title")
    known: dict[str, str] = {}
    texts = " ".join(text for (text,) in pages.union(topics, files, all=True))
    for word in set(_WORD.findall(texts.lower())):
        plain = _plain(word)
        if SHORTEST <= len(plain) <= LONGEST:
            # The spelling with macrons comes after the one without.
            known[plain] = max(word, known.get(plain, ""))
    return known


def _newest(rows: QuerySet) -> QuerySet:
    """A union takes no bounds, so they are put inside."""
    newest = rows.order_by("-pk").values("pk")[:MOST_TITLES]
    return rows.model._base_manager.filter(pk__in=newest).order_by()


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    return folded(word)
