"""How long duty items and hours of single days are kept."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from core.retention import keep
from moderation.duty.models import DayHours, DutyItem

KEPT_FOR = timedelta(days=90)
DAYS_KEPT_FOR = timedelta(days=7)


def past(now: datetime) -> QuerySet[DutyItem]:
    return DutyItem.objects.filter(closed_at__lt=now - KEPT_FOR)


def remove(now: datetime) -> int:
    """Row by row: what happened to them points to them."""
    gone = list(past(now))
    for item in gone:
        item.delete()
    return len(gone)


def past_days(now: datetime) -> QuerySet[DayHours]:
    here = timezone.localdate(now - DAYS_KEPT_FOR, timezone.get_default_timezone())
    return DayHours.objects.filter(day__lt=here)


keep(
    "duty",
    "duty items, after they were closed or taken back",
    kept=KEPT_FOR,
    past=past,
    remove=remove,
)
keep("duty-days", "duty hours of single days, after the day", kept=DAYS_KEPT_FOR, past=past_days)
