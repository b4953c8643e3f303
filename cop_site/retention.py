"""How long the task queue keeps what is done, and with it the mails that were sent."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from core.retention import keep

DONE = timedelta(days=1)
FAILED = timedelta(days=14)


def done(now: datetime) -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE)


def failed(now: datetime) -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILED)


keep("mail", "sent mail and other finished work", kept=DONE, past=done)
keep("mail-failed", "mail and other work that failed", kept=FAILED, past=failed)
