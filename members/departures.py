"""Accounts whose people have asked to close them, while they may still change their mind."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string

from work.moment import databases_clock

SALT = "members.keep_account"


def random_key() -> str:
    return get_random_string(16)


class DepartureQuerySet(models.QuerySet["Departure"]):
    def open(self) -> Self:
        """Departures that can still be undone."""
        return self.filter(due_at__gt=databases_clock())

    def due(self, now: datetime | None = None) -> Self:
        """Departures whose time has come."""
        return self.filter(due_at__lte=now or databases_clock())

    def named_by(self, token: str) -> Self:
        """The departure that a link's token names; none for a token that is not ours."""
        try:
            key = signing.Signer(sep=".", salt=SALT).unsign(token)
        except signing.BadSignature:
            return self.none()
        return self.filter(key=key)


class Departure(models.Model):
    """One person's wish to have their account closed. Written by ``members.leaving`` alone."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departure"
    )
    key = models.CharField(max_length=16, unique=True, default=random_key, editable=False)
    name = models.CharField(max_length=80)
    withdraws_words = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(db_index=True)

    objects = DepartureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"due {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def token(self) -> str:
        """The token of a link that undoes this departure, and does nothing else."""
        return signing.Signer(sep=".", salt=SALT).sign(self.key)
