"""Roles that somebody else has confirmed, and what was done with each."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.days import site_today
from members.models.accounts import random_public_id
from people.enums import ConfirmedRoleAct, ConfirmedRoleState, JobRole
from people.models.places import Area, Organisation

NOTICE_DAYS = 30
"""How long before its last day a role counts as expiring."""


class ConfirmedRoleQuerySet(models.QuerySet["ConfirmedRole"]):
    def open(self) -> Self:
        """Roles that wait for somebody's answer."""
        return self.filter(state=ConfirmedRoleState.REQUESTED)

    def to_be_answered_by(self, person: Any) -> Self:
        """Requests that wait: not this person's own, and none of an account that is locked."""
        return self.open().filter(member__is_active=True).exclude(member=person)

    def in_force(self, on: date | None = None) -> Self:
        """Roles confirmed, and not past their last day; ``on`` is today on the site's clock."""
        return self.filter(state=ConfirmedRoleState.VERIFIED, valid_until__gte=on or site_today())

    def expiring(self, within_days: int = NOTICE_DAYS, on: date | None = None) -> Self:
        """Roles in force, with their last day no further off than this."""
        today = on or site_today()
        return self.in_force(today).filter(valid_until__lte=today + timedelta(days=within_days))

    def expired(self, on: date | None = None) -> Self:
        """Roles that were confirmed, past their last day."""
        return self.filter(state=ConfirmedRoleState.VERIFIED, valid_until__lt=on or site_today())

    def not_yet(self, act: ConfirmedRoleAct) -> Self:
        """Roles whose history does not tell of this act for the last day that they have now."""
        done = ConfirmedRoleEvent.objects.filter(
            confirmed_role=models.OuterRef("pk"),
            act=act,
            valid_until=models.OuterRef("valid_until"),
        )
        return self.filter(~models.Exists(done))


class ConfirmedRole(models.Model):
    """A role that opens doors, for one person: asked for, confirmed until a day, or ended.

    Written by ``people.confirmed_roles.services`` alone. Who the person is told to be by this row
    is health information: it is shown to its person, to those who may confirm it, and to
    nobody else (``people.visibility`` says who may see that a role is confirmed). A rule
    about ``area`` holds for the areas that lie in it (``Area.within``).

    Somebody may hold one role in several places. A renewal is a request of its own beside
    the row that is still in force, which runs out on its day.
    """

    wagtail_reference_index_ignore = True
    """Wagtail would list everybody with a role at an organisation beside it (docs/adr/0015)."""

    public_id = models.CharField(
        max_length=12, unique=True, default=random_public_id, editable=False
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="confirmed_roles"
    )
    role = models.CharField(max_length=20, choices=JobRole)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey(
        Area,
        verbose_name="where the role is held",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    team_has_peer_workers = models.BooleanField("my team has peer workers", default=False)
    state = models.CharField(
        max_length=10, choices=ConfirmedRoleState, default=ConfirmedRoleState.REQUESTED
    )
    words = models.TextField("a few words", max_length=1000, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    valid_until = models.DateField("holds until", null=True, blank=True)

    objects = ConfirmedRoleQuerySet.as_manager()

    class Meta:
        verbose_name = "confirmed role"
        ordering: ClassVar[list[str]] = ["-requested_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("member", "role"),
                condition=models.Q(state=ConfirmedRoleState.REQUESTED),
                name="people_one_open_request",
                violation_error_message="You have asked for this role already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ConfirmedRoleState.VERIFIED)
                | models.Q(valid_until__isnull=False),
                name="people_verified_has_a_last_day",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("state", "valid_until"), name="people_confirmedrole_until"),
        ]

    def __str__(self) -> str:
        """The role's key alone: it may stand in a log or an error."""
        return f"confirmed role {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == ConfirmedRoleState.REQUESTED

    @property
    def is_in_force(self) -> bool:
        return (
            self.state == ConfirmedRoleState.VERIFIED
            and self.valid_until is not None
            and self.valid_until >= site_today()
        )

    @property
    def is_expiring(self) -> bool:
        soon = site_today() + timedelta(days=NOTICE_DAYS)
        return self.is_in_force and self.valid_until is not None and self.valid_until <= soon

    @property
    def is_expired(self) -> bool:
        return self.state == ConfirmedRoleState.VERIFIED and not self.is_in_force


class ConfirmedRoleEvent(models.Model):
    """One thing that was done with a role: what, by whom (nobody: the site) and when.

    Never changed. ``valid_until`` is the last day that the role had, or got, then.
    """

    wagtail_reference_index_ignore = True

    confirmed_role = models.ForeignKey(
        ConfirmedRole, on_delete=models.CASCADE, related_name="events"
    )
    act = models.CharField(max_length=10, choices=ConfirmedRoleAct)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(default=timezone.now)
    words = models.CharField(max_length=1000, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d %H:%M}"
