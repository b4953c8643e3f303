"""What keeps somebody from writing in a room for a while. Apps above say so (``bounds.py``)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Bound:
    """Until when somebody may not write somewhere, and why."""

    until: datetime
    why: str
    community: str

    @property
    def in_words(self) -> str:
        said = {
            "community": self.community,
            "until": date_format(localtime(self.until), "l j F Y, g.i a"),
        }
        words = _(
            "You can read here. In the rooms of %(community)s you may not write until %(until)s."
        )
        why = _("The facilitators say: %(why)s") % {"why": self.why} if self.why else ""
        return f"{words % said} {why}".strip()


Finder = Callable[[Any, int], Bound | None]
_finders: list[Finder] = []


def keeps_from_writing(find: Finder) -> Finder:
    """Register what may keep a person from writing in the room with this forum's key."""
    _finders.append(find)
    return find


def bound_of(person: Any, forum_id: int) -> Bound | None:
    """What keeps the person from writing in this room for the longest; None for nothing."""
    if not person.is_authenticated:
        return None
    found = [bound for find in _finders if (bound := find(person, forum_id))]
    return max(found, key=lambda bound: bound.until, default=None)
