"""The counts that limits go by."""

from django.db import models
from django.utils import timezone


class RateCount(models.Model):
    """How often somebody did something within one window of time (see ``core.limits``)."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.expires_at}"

    @classmethod
    def expired(cls) -> models.QuerySet["RateCount"]:
        return cls._default_manager.filter(expires_at__lt=timezone.now())
