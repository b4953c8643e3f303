"""Letters, and what stands between them and a member."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from notifications.enums import Reach

MOST_TRIES = 8
"""After so many failures a letter is given up: what it tells is on the site."""

NEVER_LATER = timedelta(days=1)
"""Further ahead than any pause before the next try."""

MOST_TAKEN = 50
"""After so many times in hand it is given up too: it may be what kills its sender."""


def random_key() -> str:
    """22 letters and digits (130 bits)."""
    return get_random_string(22)


class Trouble(models.TextChoices):
    BOUNCED = "bounced", _("came back")
    COMPLAINED = "complained", _("was reported as unwanted")


class Letterbox(models.Model):
    """Where letters of one member arrive, or do not. Written by ``notifications.mail.stopping``."""

    wagtail_reference_index_ignore = True

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="letterbox",
    )
    key = models.CharField(max_length=22, unique=True, default=random_key)
    """What the addresses that stop mail are made from (``notifications.mail.tokens``)."""
    stopped_at = models.DateTimeField(null=True, blank=True)
    """Since when its member wants no letters."""
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_address = models.EmailField(blank=True)
    trouble = models.CharField(max_length=10, choices=Trouble, blank=True)

    def __str__(self) -> str:
        return f"letterbox {self.pk}"

    def is_paused_for(self, address: str) -> bool:
        """Whether letters to this address came back; another address is another matter."""
        return self.paused_at is not None and self.paused_address.lower() == address.lower()


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        """Letters not sent, and not given up."""
        return self.filter(sent_at=None).exclude(next_at=None)

    def due(self, now: datetime) -> Self:
        """Letters to be sent, and in nobody's hands; also those that wait longer than any pause: a
        clock that ran ahead has set it so."""
        due = Q(next_at__lte=now) | Q(next_at__gt=now + NEVER_LATER)
        return self.filter(due, sent_at=None, taken__lt=MOST_TAKEN)

    def gone_out(self) -> Self:
        """Letters sent, and not known to have come back."""
        return self.filter(came_back_at=None).exclude(sent_at=None)


class Letter(models.Model):
    """One mail to one member. It holds no words: they are written when it leaves.

    ``next_at`` is when it may next be tried. Who moves it on has the letter in hand until then, so
    that one whose sender was killed is taken up again. Empty: it was given up, or came back.
    """

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=22, unique=True, default=random_key)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters"
    )
    rhythm = models.CharField(max_length=10, choices=Reach)
    essential = models.BooleanField(default=False)
    """About the account or its security: it says what happened, and cannot be stopped."""
    made_at = models.DateTimeField(default=timezone.now)
    """The ``mailed_at`` of the notifications in it, which are its member's and of its rhythm."""
    next_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    """That failed. That a sender was killed is no failure of the letters in its hand."""
    taken = models.PositiveSmallIntegerField(default=0)
    """How often in a row it was in the hand of somebody who did not live to say what came of it."""
    sent_at = models.DateTimeField(null=True, blank=True)
    came_back_at = models.DateTimeField(null=True, blank=True)
    """When its address was found to take no mail, by the server at once or by the provider's
    word afterwards."""

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("member", "made_at", "rhythm", "essential"), name="notifications_one_letter"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=("next_at", "id"),
                name="notifications_letters_due",
                condition=models.Q(sent_at=None),
            ),
            models.Index(fields=("made_at",), name="notifications_letters_made"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

    @property
    def is_at_once(self) -> bool:
        return self.rhythm == Reach.AT_ONCE
