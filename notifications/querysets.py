"""Which notifications."""

from datetime import datetime
from typing import Any, Self

from django.db import models


class NotificationQuerySet(models.QuerySet):
    def of(self, member: Any) -> Self:
        """This person's, the newest first, with those who did what is told."""
        return self.filter(recipient=member).select_related("actor").order_by("-id")

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def due(self, now: datetime) -> Self:
        """Those whose mail may leave now and has not."""
        return self.filter(mailed_at=None, mail_due_at__lte=now)
