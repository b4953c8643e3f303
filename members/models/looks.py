"""Looks: who looked at, or changed, what is somebody else's."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from members.enums import Capacity


class Look(models.Model):
    """One person looked at another's data, or changed it; never the data itself.

    Written by ``members.audit`` alone, shown to the person whose data it was.
    """

    wagtail_reference_index_ignore = True

    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    capacity = models.CharField(max_length=20, choices=Capacity)
    what = models.CharField(max_length=40)
    screen = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    hour = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["by", "about", "what", "hour"], name="members_look_once_an_hour"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["about", "-at", "-id"], name="members_look_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"
