"""What happened since somebody was last here, in what they may read: at most one screen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

MOST = 15
"""Lines on the page."""

SPANS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    meta: str = ""


@dataclass(frozen=True)
class Section:
    """``tell(request, since, most)`` gives at most so many lines, in a fixed number of queries."""

    title: Any
    tell: Callable[[Any, datetime, int], list[Line]]
    order: int
    most: int = MOST
    lines: list[Line] = field(default_factory=list)


_sections: list[Section] = []


def section(title: Any, *, order: int, most: int = MOST) -> Callable[[Any], Any]:
    """Register the decorated function; ``most`` is how many of the lines it gets."""

    def register(tell: Callable[[Any, datetime, int], list[Line]]) -> Any:
        _sections.append(Section(title, tell, order, most))
        return tell

    return register


def what_happened(request: Any, since: datetime) -> list[Section]:
    """The sections that have something to tell; together they are no longer than ``MOST``."""
    left, told = MOST, []
    for each in sorted(_sections, key=lambda section: section.order):
        lines = each.tell(request, since, min(each.most, left)) if left else []
        left -= len(lines)
        if lines:
            told.append(Section(each.title, each.tell, each.order, each.most, lines))
    return told
