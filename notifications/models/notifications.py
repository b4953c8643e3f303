"""Notifications, and people's choices and preferences about them."""

from datetime import time
from typing import ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import random_public_id
from notifications.enums import Reach
from notifications.querysets import NotificationQuerySet


class Notification(models.Model):
    """That something happened, for one person. What it says is made up when it is read.

    Written by ``notifications.services`` alone. The kind knows to which table ``about_id``
    belongs; ``occasion`` tells apart what may happen to the same thing more than once.
    """

    wagtail_reference_index_ignore = True

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    public_id = models.CharField(max_length=12, unique=True, default=random_public_id)
    kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    occasion = models.CharField(max_length=60, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    community_id = models.BigIntegerField(null=True, blank=True)
    topic_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=Reach, default=Reach.SITE)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    """Empty for what is not mailed; at a digest's hour for what goes into one."""
    mailed_at = models.DateTimeField(null=True, blank=True)
    """When it was put into a letter: the letter's ``made_at``."""

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("recipient", "kind", "about_id", "occasion"),
                name="notifications_told_once",
            ),
            models.CheckConstraint(
                condition=~Q(how=Reach.OFF), name="notifications_off_leaves_no_row"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("recipient", "-id"), name="notifications_page"),
            models.Index(fields=("kind", "about_id"), name="notifications_thing"),
            models.Index(
                fields=("recipient", "topic_id"),
                condition=Q(read_at=None),
                name="notifications_unread",
            ),
            models.Index(
                fields=("mail_due_at", "recipient"),
                condition=Q(mailed_at=None) & ~Q(mail_due_at=None),
                name="notifications_due",
            ),
            models.Index(
                fields=("recipient", "mailed_at"),
                condition=~Q(mailed_at=None),
                name="notifications_in_letters",
            ),
        ]

    def __str__(self) -> str:
        """The notification's key alone: it may stand in a log or an error."""
        return f"notification {self.pk}"

    @property
    def is_unread(self) -> bool:
        return self.read_at is None


class Choice(models.Model):
    """Where one person wants something to reach them.

    ``scope`` is empty (everywhere), ``community:<key>`` or ``topic:<key>``; ``kind`` empty means
    whatever kind. The narrower scope goes before the wider, and in it a kind before all kinds.
    """

    wagtail_reference_index_ignore = True

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_choices"
    )
    scope = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    reach = models.CharField(max_length=10, choices=Reach)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("member", "scope", "kind"), name="notifications_one_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


def is_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError("Choose from the list.", code="unknown")


class Preferences(models.Model):
    """When mail may come to somebody, and how much it says. Nobody needs a row: defaults hold."""

    wagtail_reference_index_ignore = True

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="notification_preferences",
    )
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(7))
    """The same as ``quiet_from`` for no quiet hours; digests come at this time."""
    waits_for_working_days = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=64, blank=True, validators=[is_time_zone])
    """Empty: the site's."""
    mail_details = models.BooleanField(default=False)
    """Whether mail says what happened, and where."""
    caught_up_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"preferences {self.pk}"
