"""Who is on duty when, and what came to them. Written by ``moderation.duty.services`` alone."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communities.models import CommunityPage
from members.models import random_public_id
from moderation.duty.enums import LIVE, OVER, Deed, Level, State, Told
from moderation.duty.querysets import DutyItemQuerySet

LONGEST = 2_000
"""Characters of a note, and of what is said to who asked."""
LONGEST_REACH = 200


def somebody(**more: Any) -> Any:
    """A person who may leave, and whom the row outlives without a name."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", **more
    )


class WeeklyHours(models.Model):
    """Hours in which a facilitator is on duty each week, by the clock of the site's zone.

    They end on the day on which they begin; ``ends`` at 0:00 is its end.
    """

    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="+")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    weekday = models.PositiveSmallIntegerField()
    """Monday is 0."""
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        app_label = "moderation"
        ordering: ClassVar[list[str]] = ["weekday", "begins", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("community", "facilitator", "weekday", "begins"), name="moderation_hours"
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6), name="moderation_weeks_have_seven_days"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("begins")) | Q(ends="00:00"),
                name="moderation_hours_end_later",
            ),
        ]

    def __str__(self) -> str:
        return f"hours {self.pk}"


class DayHours(models.Model):
    """A facilitator's hours on one date, in place of the week's; none where they are away."""

    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="+")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField(db_index=True)
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)

    class Meta:
        app_label = "moderation"
        ordering: ClassVar[list[str]] = ["day", "begins", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("community", "facilitator", "day"), name="moderation_one_day_each"
            ),
            models.CheckConstraint(
                condition=Q(begins=None, ends=None)
                | (Q(begins__isnull=False) & (Q(ends__gt=models.F("begins")) | Q(ends="00:00"))),
                name="moderation_days_end_later",
            ),
        ]

    def __str__(self) -> str:
        return f"hours of a day {self.pk}"

    @property
    def is_away(self) -> bool:
        return self.begins is None


class DutyItem(models.Model):
    """Something that a community's facilitators look after, for a person or at all.

    It holds no words of a message. ``entry`` is the word or phrase of the list that stood in what
    its person was writing when they asked, and ``list_version`` that of the list.
    """

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=12, unique=True, default=random_public_id, editable=False)
    community = models.ForeignKey(
        CommunityPage, on_delete=models.CASCADE, related_name="duty_items"
    )
    subject = somebody()
    """Whom it is about: who asked, or whose message it is."""
    asked = models.BooleanField()
    """Whether the subject asked for it themself."""
    opened_by = somebody()
    level = models.PositiveSmallIntegerField(choices=Level)
    entry = models.CharField(max_length=200, blank=True)
    list_version = models.PositiveIntegerField(null=True)
    reach = models.CharField(max_length=LONGEST_REACH, blank=True)
    """How its person wants to be reached."""
    post = models.ForeignKey(
        "forum_conversation.Post", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    report = models.ForeignKey(
        "moderation.Report", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    taken_by = somebody()
    """Who has it, or closed it."""
    offered_to = somebody()
    """Who was asked to take it over, until they answer."""
    second = somebody()
    told = models.PositiveSmallIntegerField(choices=Told, default=Told.NOBODY)
    due_at = models.DateTimeField(null=True)
    """When more people are told, if nobody has taken it until then."""
    closed_at = models.DateTimeField(null=True)
    to_subject = models.TextField(max_length=LONGEST, blank=True)

    objects = DutyItemQuerySet.as_manager()

    class Meta:
        app_label = "moderation"
        ordering: ClassVar[list[str]] = ["opened_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=("due_at",), condition=Q(due_at__isnull=False), name="moderation_due"
            ),
            models.Index(fields=("community", "state"), name="moderation_duty_of"),
            models.Index(fields=("closed_at",), name="moderation_duty_over"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("community", "subject"),
                condition=Q(asked=True, state__in=LIVE),
                name="moderation_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, closed_at__isnull=False)
                | (~Q(state__in=OVER) & Q(closed_at=None)),
                name="moderation_duty_ends",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.OPEN) | Q(taken_by=None, offered_to=None),
                name="moderation_open_duty_is_nobodys",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(state=State.OPEN), name="moderation_open_duty_is_due"
            ),
        ]

    def __str__(self) -> str:
        """Its key alone: it may stand in a log."""
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("duty:look", args=[self.key])

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def is_high(self) -> bool:
        return self.level == Level.HIGH


class DutyStep(models.Model):
    """One thing that happened to a duty item: what, when, by whom, to whom, in which words."""

    wagtail_reference_index_ignore = True

    item = models.ForeignKey(DutyItem, on_delete=models.CASCADE, related_name="steps")
    deed = models.CharField(max_length=12, choices=Deed)
    at = models.DateTimeField(default=timezone.now)
    by = somebody()
    to = somebody()
    words = models.TextField(max_length=LONGEST, blank=True)

    class Meta:
        app_label = "moderation"
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.deed} at {self.at:%Y-%m-%d}"


class TalkedOver(models.Model):
    """That somebody who had a high item was asked whether they have talked it over."""

    wagtail_reference_index_ignore = True

    item = models.ForeignKey(DutyItem, on_delete=models.CASCADE, related_name="talked_over")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "moderation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("item", "person"), name="moderation_asked_each_once")
        ]

    def __str__(self) -> str:
        return f"talked over {self.pk}"
