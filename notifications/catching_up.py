"""What is new for somebody: what they were told, then what happened in what they may read.

One list: the page "Since you were last here", the front door and a digest with details hold the
same lines, the front door fewer of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.templatetags.ui import ago
from notifications.enums import Group
from notifications.kinds import kinds
from notifications.models import Notification, Preferences
from notifications.reading import Shown, visible

MOST = 20
"""Lines of the list."""

MOST_UNREAD = 500
"""Notifications that are looked through for what is told of one topic: the newest."""

A_MESSAGE = 80
"""Words of a message, where they are not counted."""

A_MINUTE = 200
"""Words that are read in one."""

SPANS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True)
class Line:
    """What is new in one thing: its ``title`` leads to it, or ``words`` with a link in them."""

    title: str
    url: str
    meta: str = ""
    text: str = ""
    words: SafeString | str = ""
    length: int = 0
    """Words that are to be read there."""
    topic: int | None = None
    """The topic that it is all about, which can be marked as read."""
    community: int | None = None
    shown: Shown | None = None
    """What was told, and how in a mail; None for what was not told but is new."""


@dataclass(frozen=True)
class Section:
    """``tell(member, since, most)`` gives at most so many lines, in a fixed number of queries.

    What ``stands_at_home`` in a list of its own is left out on the front door.
    """

    title: Any
    tell: Callable[[Any, datetime, int], list[Line]]
    order: int
    most: int = MOST
    stands_at_home: bool = False
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class News:
    """The list, and ``is_all``: whether nothing that is new is missing in it."""

    sections: list[Section]
    is_all: bool

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines]

    @property
    def how_long(self) -> str:
        """The same in words; "" where there is nothing to read."""
        return minutes_to_read(self.minutes) if self.minutes else ""

    @property
    def minutes(self) -> int:
        """How long it takes to read what the lines lead to."""
        return ceil(sum(line.length for line in self.lines) / A_MINUTE)


def minutes_to_read(minutes: int) -> str:
    text = ngettext(
        "About %(n)d minute to read.", "About %(n)d minutes to read.", minutes
    )  # fmt: skip
    return text % {"n": minutes}


_sections: list[Section] = []


def section(
    title: Any, *, order: int, most: int = MOST, stands_at_home: bool = False
) -> Callable[[Any], Any]:
    """Register the decorated function; ``most`` is how many of the lines it gets."""

    def register(tell: Callable[[Any, datetime, int], list[Line]]) -> Any:
        _sections.append(Section(title, tell, order, most, stands_at_home))
        _sections.sort(key=lambda section: section.order)
        return tell

    return register


def last_here(member: Any) -> datetime | None:
    """When this member last said that they had caught up."""
    kept = Preferences.objects.filter(member=member)
    return kept.values_list("caught_up_at", flat=True).first()


def begins(caught_up_at: datetime | None) -> datetime:
    """Since when the list tells: since its member last caught up, at first within a week."""
    return caught_up_at or timezone.now() - SPANS["week"]


def news_of(
    member: Any, *, since: datetime | None = None, most: int = MOST, at_home: bool = False
) -> News:
    """What is new for this member, since they were last here or since another moment: answers to
    them first, then what moved most. The one list."""
    since = since or begins(last_here(member))
    asked = [each for each in _sections if not (at_home and each.stands_at_home)]
    told, left, is_all = [], most, True
    for each in asked:
        allowed = min(each.most, left)
        found = each.tell(member, since, allowed + 1)
        is_all = is_all and len(found) <= allowed
        lines = found[:allowed]
        left -= len(lines)
        if lines:
            told.append(replace(each, lines=lines))
    return News(told, is_all)


@section(_("For you"), order=0)
def told(member: Any, since: datetime, most: int) -> list[Line]:
    """What this member was told and has not read, whenever that was: answers first, the newest
    first.

    What names people by a right is left to the page that notes that they were looked at, and what
    goes on in what they follow to those who tell how much of it there is.
    """
    if not getattr(member, "unread_notifications", True):
        return []
    left_out = [kind.name for kind in kinds() if kind.look or kind.is_followed]
    unread = Notification.objects.of(member).unread().exclude(kind__in=left_out)
    alike: dict[Any, list[Notification]] = {}
    talk = {kind.name for kind in kinds() if kind.group == Group.TALK}
    for row in sorted(unread[:MOST_UNREAD], key=lambda row: row.kind not in talk):
        row.recipient = member
        alike.setdefault(row.topic_id or row.public_id, []).append(row)
    numbers = {rows[0]: len(rows) for rows in alike.values()}
    return [_line(each, numbers[each.notification]) for each in visible(list(numbers)[:most])]


def _line(each: Shown, number: int) -> Line:
    """The newest of what was told of one topic, or one other thing, and how much there is."""
    meta = ago(each.notification.created_at)
    if number > 1:
        more = ngettext("and one more", "and %(n)d more", number - 1) % {"n": number - 1}
        meta = format_html("{} · {}", meta, more)
    return Line(
        str(each.kind.title),
        each.link,
        meta,
        text=each.quoted,
        words=each.in_site,
        length=number * A_MESSAGE if each.notification.topic_id else 0,
        topic=each.notification.topic_id,
        community=each.notification.community_id,
        shown=each,
    )
