"""What is new for somebody: what they were told, then what happened in what they may read.

The front door and "Catch me up" are this one list, the one shorter than the other.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.templatetags.ui import ago
from notifications.kinds import kinds
from notifications.models import Notification, Preferences
from notifications.reading import Shown, visible

MOST = 15
"""Lines on the page."""

MOST_UNREAD = 60
"""Notifications that are looked through for what is told of one topic: the newest."""

SPANS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@dataclass(frozen=True)
class Line:
    """What is new in one thing: its ``title`` leads to it, or ``words`` with a link in them."""

    title: str
    url: str
    meta: str = ""
    text: str = ""
    words: SafeString | str = ""


@dataclass(frozen=True)
class Section:
    """``tell(request, since, most)`` gives at most so many lines, in a fixed number of queries.

    What ``stands_at_home`` in a list of its own is told by "Catch me up" alone.
    """

    title: Any
    tell: Callable[[Any, datetime, int], list[Line]]
    order: int
    most: int = MOST
    stands_at_home: bool = False
    lines: list[Line] = field(default_factory=list)


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


def what_is_new(request: Any, most: int) -> list[Section]:
    """What is new since this member was last here, or within a week, and stands nowhere else
    on the front door."""
    since = last_here(request.user) or timezone.now() - SPANS["week"]
    return _told([each for each in _sections if not each.stands_at_home], request, since, most)


def what_happened(request: Any, since: datetime) -> list[Section]:
    """The sections that have something to tell; together they are no longer than ``MOST``."""
    return _told(_sections, request, since, MOST)


def _told(sections: list[Section], request: Any, since: datetime, left: int) -> list[Section]:
    told = []
    for each in sections:
        lines = each.tell(request, since, min(each.most, left)) if left else []
        left -= len(lines)
        if lines:
            told.append(replace(each, lines=lines))
    return told


@section(_("For you"), order=0, most=5)
def told(request: Any, since: datetime, most: int) -> list[Line]:
    """What this member was told and has not read, whenever that was, the newest first.

    What names people by a right is left to the page that notes that they were looked at.
    """
    if not request.user.unread_notifications:
        return []
    noted = [kind.name for kind in kinds() if kind.look]
    unread = Notification.objects.of(request.user).unread().exclude(kind__in=noted)
    alike: dict[Any, list[Notification]] = {}
    for row in unread[:MOST_UNREAD]:
        row.recipient = request.user
        alike.setdefault(row.topic_id or row.public_id, []).append(row)
    numbers = {rows[0]: len(rows) for rows in alike.values()}
    return [_line(each, numbers[each.notification]) for each in visible(list(numbers)[:most])]


def _line(each: Shown, number: int) -> Line:
    """The newest of what was told of one topic, or one other thing, and how much there is."""
    meta = ago(each.notification.created_at)
    if number > 1:
        more = ngettext("and one more", "and %(n)d more", number - 1) % {"n": number - 1}
        meta = format_html("{} · {}", meta, more)
    return Line(str(each.kind.title), each.link, meta, text=each.quoted, words=each.in_site)
