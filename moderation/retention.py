"""How long reports and limits are kept."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from core.retention import keep
from moderation.models import Limit, Report

KEPT_FOR = timedelta(days=365)


def past(now: datetime) -> QuerySet[Report]:
    return Report.objects.filter(closed_at__lt=now - KEPT_FOR)


def remove(now: datetime) -> int:
    """Row by row: what happened to them, and in whose rooms it was, points to them."""
    gone = list(past(now))
    for report in gone:
        report.delete()
    return len(gone)


keep("reports", "reports, after they were decided", kept=KEPT_FOR, past=past, remove=remove)


def ended(now: datetime) -> QuerySet[Limit]:
    then = now - KEPT_FOR
    return Limit.objects.filter(Q(until__lt=then) | Q(lifted_at__lt=then))


keep("limits", "limits on members, after they ended", kept=KEPT_FOR, past=ended)
