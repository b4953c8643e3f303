"""Querysets of notifications."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models

A_MOMENT = timedelta(seconds=30)
"""What is told while somebody looks is not from the future."""


class NotificationQuerySet(models.QuerySet):
    def of(self, member: Any) -> Self:
        """This person's notifications, the newest first, with their actors."""
        return self.filter(recipient=member).select_related("actor").order_by("-id")

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def due(self, now: datetime) -> Self:
        """Notifications whose mail may leave now and has not."""
        return self.filter(mailed_at=None, mail_due_at__lte=now)

    def ahead(self, now: datetime) -> Self:
        """Notifications to be mailed that claim to have happened in the future: a clock that ran
        ahead has written them."""
        return self.filter(mailed_at=None, mail_due_at__gt=now, created_at__gt=now + A_MOMENT)
