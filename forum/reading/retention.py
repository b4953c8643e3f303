"""How long it is kept what somebody marked as read, to take it back."""

from datetime import timedelta

from core.retention import keep
from forum.reading.models import MarkedRead

KEPT_FOR = timedelta(hours=1)

keep(
    "marked-read",
    "what somebody marked as read last, to take it back",
    kept=KEPT_FOR,
    past=lambda now: MarkedRead.objects.filter(at__lt=now - KEPT_FOR),
)
