"""What waits for somebody who looks after something: apps say what, and where it is answered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.memo import remembered

Source = Callable[[Any], Iterable["Waiting"]]
_sources: list[tuple[int, Source]] = []


@dataclass(frozen=True)
class Waiting:
    """One line: how much of what waits, and the page on which it is answered. It names nobody."""

    words: str
    url: str


def waiting(order: int) -> Callable[[Source], Source]:
    """Register what one app has waiting for the person who asks; the lowest ``order`` is first."""

    def register(source: Source) -> Source:
        _sources.append((order, source))
        _sources.sort(key=lambda each: each[0])
        return source

    return register


def what_waits(request: Any) -> list[Waiting]:
    """All that waits for the person who asks; nothing, and no query, for whoever has no rights."""
    user = request.user
    if not user.is_authenticated or user.rights_withheld or not user.holds_rights:
        return []
    return remembered(
        ("waits", user.pk),
        lambda: [each for _order, source in _sources for each in source(request)],
    )
