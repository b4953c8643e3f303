"""Querysets of announcements."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from announcements.enums import GONE, State
from communities.models import CommunityPage
from core.querysets import exclude_restricted


class AnnouncementQuerySet(models.QuerySet):
    def known_to(self, coordinator: Any) -> Self:
        """Announcements but for those that name a community this coordinator may not know of."""
        open_ones = exclude_restricted(CommunityPage.objects.all(), coordinator)
        hidden = CommunityPage.objects.exclude(pk__in=open_ones.values("pk"))
        return self.exclude(communities__in=hidden.values("pk"))

    def gone(self) -> Self:
        """Announcements that people were told, or are being told."""
        return self.filter(state__in=GONE)

    def due(self, now: datetime) -> Self:
        return self.filter(state=State.SCHEDULED, send_at__lte=now)

    def in_words(self) -> Self:
        """Announcements with what it takes to say for whom they are."""
        return self.select_related("author").prefetch_related("communities", "areas")
