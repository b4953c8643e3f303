"""Calendar days: what day it is, how many there are until another, and that in words.

A moment belongs to the day that it has in the zone in which it is shown, whatever the
number of hours until then; on the days when clocks change there are 23 or 25.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def site_today() -> date:
    """Today's date where the site lives, wherever the reader is."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def days_until(when: date | datetime, zone: tzinfo | None = None) -> int:
    """Days from today to that day: 0 today, 1 tomorrow, below 0 when it is past.

    A moment, and today with it, are taken in ``zone`` (the current one by default); a plain
    date is one of the site's.
    """
    if isinstance(when, datetime):
        return (timezone.localdate(when, zone) - timezone.localdate(timezone=zone)).days
    return (when - site_today()).days


def closes_in(days: int) -> str:
    """Closes today · Closes tomorrow · Closes in 12 days."""
    if days < 1:
        return _("Closes today")
    if days == 1:
        return _("Closes tomorrow")
    return ngettext("Closes in %(n)d day", "Closes in %(n)d days", days) % {"n": days}


def days_later(moment: datetime, days: int) -> datetime:
    """The same time of day so many days later, on the site's clock, in UTC."""
    here = moment.astimezone(timezone.get_default_timezone())
    return (here + timedelta(days=days)).astimezone(UTC)
