"""One search backend for the whole site, editors' screens included, that no input can break.

Wagtail's database search answers a quote, a NUL or two thousand words with an
error (wagtail#13227); here a query is cleaned before it reaches the database. What is
written into the index and what is looked for in it are folded alike (``core.folding``).
"""

import sys
import unicodedata
from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import EmptySearchResults
from modelsearch.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

from core.folding import folded
from core.text import clean

LONGEST_QUERY = 200
MOST_WORDS = 12
_NOT_IN_WORDS = str.maketrans(dict.fromkeys('"\\', " "))


def clean_query(text: str | None) -> str:
    """The words of a query, at most twelve; "" when there is nothing to look for."""
    text = (text or "")[:LONGEST_QUERY].translate(_NOT_IN_WORDS)
    parted = (" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") else c for c in text)
    return " ".join(clean("".join(parted), lines=False).split()[:MOST_WORDS])


def _cleaned(query: str | SearchQuery) -> str | SearchQuery | None:
    """The query with every text in it cleaned and folded; None when no word is left."""
    match query:
        case str():
            return folded(clean_query(query)) or None
        case PlainText() | Phrase() | Fuzzy():
            query.query_string = folded(clean_query(query.query_string))
            return query if query.query_string else None
        case And() | Or():
            query.subqueries = [part for q in query.subqueries if (part := _cleaned(q))]
            return query if query.subqueries else None
        case Not() | Boost():
            inner = _cleaned(query.subquery)
            if inner is None:
                return None
            query.subquery = inner
            return query
        case _:
            return query


class _CleanQueries:
    def _search(self, compiler: type, query: str | SearchQuery, models: Any, **kwargs: Any) -> Any:
        cleaned = _cleaned(query)
        if cleaned is None:
            return EmptySearchResults()
        return super()._search(compiler, cleaned, models, **kwargs)  # type: ignore[misc]


class _FoldedTexts:
    def prepare_value(self, value: Any) -> str:
        return folded(super().prepare_value(value))  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 -- the name Wagtail looks for
    """The database's own backend, with cleaned queries and a folded index."""
    backend = database.SearchBackend(params)
    own: Any = sys.modules[type(backend).__module__]
    if hasattr(own, "ObjectIndexer") and not issubclass(own.ObjectIndexer, _FoldedTexts):
        # The library names this class in the middle of its writing and asks nobody for it.
        own.ObjectIndexer = type("ObjectIndexer", (_FoldedTexts, own.ObjectIndexer), {})
    backend.__class__ = type("SearchBackend", (_CleanQueries, type(backend)), {})
    return backend
