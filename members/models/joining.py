"""Applications and invitations: who asked to join, and who was invited to."""

import hashlib
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.folding import FoldedField, FoldedModel, FoldedQuerySet

INVITATION_LASTS = timedelta(days=14)


class Application(models.Model):
    """An account that waits for a coordinator's word. While it does, nobody can sign in to it.

    It is locked when its address is confirmed (``members.joining.approval``).
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="application"
    )
    asked_at = models.DateTimeField("asked", default=timezone.now)
    waits = models.BooleanField("address confirmed", default=False)

    class Meta:
        verbose_name = "person waiting"
        verbose_name_plural = "people waiting"
        ordering: ClassVar[list[str]] = ["asked_at"]

    def __str__(self) -> str:
        return f"asked {self.asked_at:%Y-%m-%d %H:%M}"


class InvitationQuerySet(FoldedQuerySet["Invitation"]):
    def unanswered(self) -> Self:
        """Invitations neither accepted nor withdrawn; they may have run out."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self) -> Self:
        """Invitations that still let somebody in."""
        return self.unanswered().filter(expires_at__gt=timezone.now())

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_of(token))


class Invitation(FoldedModel):
    """An address that may make an account here. Written by ``members.joining.invitations``.

    The token stands in the mail alone; here is only what it is recognised by.
    """

    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=80, blank=True)
    folded_name = FoldedField(of="name", max_length=160)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField("sent", default=timezone.now)
    expires_at = models.DateTimeField("works until", db_index=True)
    accepted_at = models.DateTimeField("accepted", null=True, blank=True)
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-sent_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="members_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.is_unanswered and self.expires_at > timezone.now()

    @property
    def is_unanswered(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        if self.accepted_at:
            return str(_("Accepted"))
        if self.withdrawn_at:
            return str(_("Withdrawn"))
        return str(_("Sent") if self.is_open else _("Run out"))


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
