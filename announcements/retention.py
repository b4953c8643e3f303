"""How long announcements are kept."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from announcements.enums import BEFORE, State
from announcements.models import Announcement
from core.retention import keep

SENT = timedelta(days=730)
UNSENT = timedelta(days=365)


def sent(now: datetime) -> QuerySet[Announcement]:
    return Announcement.objects.filter(state=State.SENT, sent_at__lt=now - SENT)


def unsent(now: datetime) -> QuerySet[Announcement]:
    old = Announcement.objects.filter(state__in=BEFORE, changed_at__lt=now - UNSENT)
    return old.exclude(state=State.SCHEDULED)


for _name, _what, _kept, _past in (
    ("announcements", "announcements that were sent", SENT, sent),
    ("announcements-unsent", "announcements that were written and not sent", UNSENT, unsent),
):
    keep(
        _name,
        _what,
        kept=_kept,
        past=_past,
        # Row by row: the tables of their audience point to them.
        remove=lambda now, past=_past: past(now).delete()[0],  # type: ignore[misc]
    )
