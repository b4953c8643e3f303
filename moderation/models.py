"""Reports and what happened to each, and limits on members. Written by services alone."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communities.models import CommunityPage
from members.models import random_public_id
from moderation.duty.models import DayHours, DutyItem, DutyStep, TalkedOver, WeeklyHours
from moderation.enums import CLOSED, Deed, Reason, State, What, Why
from moderation.querysets import LimitQuerySet, ReportQuerySet

__all__ = [
    "DayHours",
    "DutyItem",
    "DutyStep",
    "Report",
    "Step",
    "TalkedOver",
    "WeeklyHours",
]

LONGEST = 2_000
"""Characters of what somebody adds, and of what a decision says to either side."""
EXCERPT = 4_000


class Report(models.Model):
    """Somebody's report of a thing, as it stood then. It outlives the thing, so it points to none:
    ``about_id`` is the key that the thing has or had.

    ``version`` tells one state of its words from another: how often a post was edited, of others
    a checksum. ``communities`` are those in whose room it stood when it was sent.
    """

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=12, unique=True, default=random_public_id, editable=False)
    what = models.CharField(max_length=12, choices=What)
    about_id = models.PositiveBigIntegerField()
    version = models.PositiveBigIntegerField()
    title = models.CharField(max_length=255)
    excerpt = models.TextField(blank=True)
    address = models.CharField(max_length=500)
    """Where it stood, a path in the site."""
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Whose words or page it is; nobody's, for the page of a community."""
    communities = models.ManyToManyField(CommunityPage, related_name="reports")

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=15, choices=Reason)
    words = models.TextField(max_length=LONGEST, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Who looks at it, or decided it."""
    closed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=15, choices=Why, blank=True)
    to_reporter = models.TextField(max_length=LONGEST, blank=True)
    to_author = models.TextField(max_length=LONGEST, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["sent_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("what", "about_id"), name="moderation_of_a_thing"),
            models.Index(fields=("closed_at",), name="moderation_closed"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("reporter", "what", "about_id", "version", "reason"),
                name="moderation_one_report_each",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_at__isnull=False)
                | (~Q(state__in=CLOSED) & Q(closed_at=None)),
                name="moderation_closed_when_decided",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=CLOSED) & ~Q(why="")) | (~Q(state__in=CLOSED) & Q(why="")),
                name="moderation_decisions_have_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.OPEN) | Q(taken_by=None),
                name="moderation_open_ones_are_nobodys",
            ),
        ]

    def __str__(self) -> str:
        """Its key alone: it may stand in a log."""
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("moderation:look", args=[self.key])

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    def concerns(self, person: Any) -> bool:
        """Whether the person sent it, or it is about them."""
        return person.pk is not None and person.pk in (self.reporter_id, self.subject_id)


class Step(models.Model):
    """One thing that happened to a report: what, when and by whom."""

    wagtail_reference_index_ignore = True

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    deed = models.CharField(max_length=12, choices=Deed)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.deed} at {self.at:%Y-%m-%d}"


class Limit(models.Model):
    """That a member may not write in a community's rooms until a day. They read on.

    It ends by itself, or is lifted before. ``report`` is the one whose decision caused it.
    """

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=12, unique=True, default=random_public_id, editable=False)
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="limits")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="limits"
    )
    report = models.ForeignKey(Report, null=True, on_delete=models.SET_NULL, related_name="limits")
    why = models.TextField(max_length=LONGEST)
    """Its member reads it."""
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(db_index=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    objects = LimitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-set_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("set_at")), name="moderation_limits_last"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | Q(lifted_at__isnull=False),
                name="moderation_lifted_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        """Its key alone: it may stand in a log."""
        return self.key

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and self.until > timezone.now()
