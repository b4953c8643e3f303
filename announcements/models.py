"""Announcements: what coordinators write to an audience."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from announcements.enums import BEFORE, GONE, State
from announcements.querysets import AnnouncementQuerySet
from communities.models import CommunityPage
from people.enums import JobRole
from people.models import Area


class Announcement(models.Model):
    """A few plain paragraphs to an audience that is told in words, and found when they leave.

    ``by_community`` and ``by_area`` say that the audience was narrowed so, also after the last
    community or area that it named is gone: it may become smaller that way, and never wider.
    Moved on by ``announcements.services`` alone.
    """

    wagtail_reference_index_ignore = True

    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"), max_length=5000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    send_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    """When its telling began."""

    for_everybody = models.BooleanField(_("everybody on Alongside"), default=False)
    by_community = models.BooleanField(default=False, editable=False)
    communities = models.ManyToManyField(CommunityPage, blank=True, related_name="+")
    roles = models.JSONField(default=list, blank=True)
    """Names of ``JobRole``."""
    by_area = models.BooleanField(default=False, editable=False)
    areas = models.ManyToManyField(Area, blank=True, related_name="+")

    told = models.PositiveIntegerField(default=0, editable=False)
    mailed = models.PositiveIntegerField(default=0, editable=False)
    came_back = models.PositiveIntegerField(default=0, editable=False)
    held_back = models.PositiveIntegerField(default=0, editable=False)
    """The four as they were last counted (``announcements.totals``)."""

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-changed_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=("send_at",),
                name="announcements_due",
                condition=models.Q(state=State.SCHEDULED),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("announcements:read", args=[self.pk])

    @property
    def can_be_changed(self) -> bool:
        return self.state in BEFORE

    @property
    def is_gone(self) -> bool:
        return self.state in GONE

    @property
    def job_roles(self) -> list[JobRole]:
        return [JobRole(role) for role in self.roles]
