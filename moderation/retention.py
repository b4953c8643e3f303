"""How long reports are kept."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from core.retention import keep
from moderation.models import Report

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
