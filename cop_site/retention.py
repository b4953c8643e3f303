"""How long work that is done is kept, and with it the mails that were sent."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from core.retention import keep
from work.models import LongJob

DONE = timedelta(days=1)
FAILED = timedelta(days=14)
LONG = timedelta(days=90)


def done(now: datetime) -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE)


def failed(now: datetime) -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILED)


def long_done(now: datetime) -> QuerySet[LongJob]:
    return LongJob.objects.filter(state=LongJob.State.DONE, moved_at__lt=now - LONG)


keep("long-work", "that long work over many was done", kept=LONG, past=long_done)
keep("mail", "sent mail and other finished work", kept=DONE, past=done)
keep("mail-failed", "mail and other work that failed", kept=FAILED, past=failed)
