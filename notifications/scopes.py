"""Communities and topics for which somebody can choose apart: the apps above tell of theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Found = Callable[[Any], Iterable[tuple[str, str]]]
"""Given a member: scope (``choices.community_scope``, ``choices.topic_scope``) and title of each
that they belong to or follow, and may know of now."""


@dataclass(frozen=True)
class Source:
    title: Any
    found: Found


_sources: list[Source] = []


def scopes(title: Any) -> Callable[[Found], Found]:
    """Register what the decorated function finds, under this heading of the table of choices."""

    def register(found: Found) -> Found:
        _sources.append(Source(title, found))
        return found

    return register


def sources() -> list[Source]:
    return list(_sources)
