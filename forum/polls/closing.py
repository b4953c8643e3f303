"""The end of a poll."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.days import closes_in, days_later, days_until
from core.templatetags.ui import nz_date


def closes_at(poll: Any) -> datetime | None:
    """The poll's end: at the time it began, so many calendar days later; None without one."""
    return days_later(poll.created, poll.duration) if poll.duration else None


def is_over(poll: Any) -> bool:
    """Whether the days the poll was to run have gone by."""
    end = closes_at(poll)
    return end is not None and end < timezone.now()


def is_closed(poll: Any) -> bool:
    """Whether it takes no more votes: its days have gone by, or its topic is closed."""
    return is_over(poll) or poll.topic.is_locked


def closing(poll: Any) -> str:
    """Closes in 3 days · Closed on Thursday 21 November 2026; "" without an end."""
    end = closes_at(poll)
    if end is None:
        return ""
    if end < timezone.now():
        return _("Closed on %(date)s") % {"date": nz_date(end)}
    return closes_in(days_until(end))
