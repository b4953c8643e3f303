"""Retention: an app says how long a kind of data is kept, and one purge takes away what is past."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Rule:
    """One kind of data. ``past(now)`` is what has been kept long enough."""

    name: str
    what: str
    kept: timedelta
    past: Callable[[datetime], Any]
    remove: Callable[[datetime], int]

    def count(self, now: datetime) -> int:
        past = self.past(now)
        return past.count() if isinstance(past, models.QuerySet) else len(past)

    @property
    def kept_in_words(self) -> str:
        """``14 days``, ``6 hours``; ``no longer`` when it goes as soon as it is over."""
        if not self.kept:
            return "no longer"
        unit, number = ("day", self.kept.days) if self.kept.days else ("hour", self.hours)
        return f"{number} {unit}" if number == 1 else f"{number} {unit}s"

    @property
    def hours(self) -> int:
        return int(self.kept.total_seconds()) // 3600


_rules: dict[str, Rule] = {}


def keep(
    name: str,
    what: str,
    *,
    kept: timedelta,
    past: Callable[[datetime], Any],
    remove: Callable[[datetime], int] | None = None,
) -> None:
    """Let the purge remove what is past its time; without ``remove``, the rows of ``past``."""
    if remove is None:
        remove = _delete_rows(past)
    _rules[name] = Rule(name, what, kept, past, remove)


def rules() -> list[Rule]:
    return [_rules[name] for name in sorted(_rules)]


def rule(name: str) -> Rule:
    return _rules[name]


def _delete_rows(past: Callable[[datetime], models.QuerySet]) -> Callable[[datetime], int]:
    """A removal in one statement: ``delete()`` would read all rows, as Wagtail listens to each."""

    def remove(now: datetime) -> int:
        rows = past(now).order_by()
        return rows._raw_delete(rows.db)

    return remove
