"""How long what somebody was told is kept."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from core.retention import keep
from notifications.models import Letter, Notification
from notifications.reading import about_what_is_gone

READ = timedelta(days=90)
UNREAD = timedelta(days=365)
LETTERS = timedelta(days=30)


def old(now: datetime) -> QuerySet[Notification]:
    return Notification.objects.filter(created_at__lt=now - UNREAD)


def remove_what_is_gone(now: datetime) -> int:
    return about_what_is_gone(now).delete()[0]


keep(
    "notifications",
    "notifications that were read",
    kept=READ,
    past=lambda now: Notification.objects.filter(read_at__lt=now - READ),
)
keep("notifications-unread", "notifications that nobody read", kept=UNREAD, past=old)
keep(
    "notifications-gone",
    "notifications about what is not there any more",
    kept=timedelta(0),
    past=about_what_is_gone,
    remove=remove_what_is_gone,
)
keep(
    "letters",
    "that a mail about something new was sent, when and to whom",
    kept=LETTERS,
    past=lambda now: Letter.objects.filter(made_at__lt=now - LETTERS),
)
