"""Querysets of gatherings: events and conferences by time and by how they are held."""

from datetime import date, datetime
from typing import Any, Self

from django.db.models import DateTimeField, Exists, OuterRef, Q
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from core.days import site_today
from core.querysets import PageQuerySet


class EventQuerySet(PageQuerySet):
    """Events by time. An event is upcoming until it has ended."""

    def upcoming(self, now: datetime | None = None) -> Self:
        """Events that are not over yet, the next one first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> Self:
        """Events that are over, the latest one first."""
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at", "-pk")


class ConferenceQuerySet(PageQuerySet):
    """Conferences by day, counted where the site lives."""

    def upcoming(self, on: date | None = None) -> Self:
        """Conferences whose last day is not over yet, the next one first."""
        return self.filter(ends_on__gte=on or site_today()).order_by("starts_on", "pk")

    def past(self, on: date | None = None) -> Self:
        """Conferences whose last day is over, the latest one first."""
        return self.filter(ends_on__lt=on or site_today()).order_by("-starts_on", "-pk")


class GatheringQuerySet(PageQuerySet):
    """Events and conferences in one list, over Wagtail's Page; ``specific()`` tells them apart."""

    def gatherings(self) -> Self:
        """Only events and conferences, each knowing when it ``begins``.

        A conference begins on a day: within that day, events and conferences
        have no promised order.
        """
        return self.filter(Q(eventpage__isnull=False) | Q(conferencepage__isnull=False)).annotate(
            begins=Coalesce(
                "eventpage__starts_at", Cast("conferencepage__starts_on", DateTimeField())
            )
        )

    def upcoming(self) -> Self:
        return self.gatherings().filter(_not_over()).order_by("begins", "pk")

    def past(self) -> Self:
        return self.gatherings().exclude(_not_over()).order_by("-begins", "-pk")

    def with_those_of(self, member: Any) -> Self:
        """The gatherings in their order, those first that this member would like to come to."""
        mine = member.event_interests.filter(event=OuterRef("pk"))
        return self.annotate(is_mine=Exists(mine.order_by())).order_by("-is_mine", "begins", "pk")

    def held(self, *ways: str) -> Self:
        """Gatherings held in one of these ways (``enums.Held``)."""
        return self.filter(Q(eventpage__held__in=ways) | Q(conferencepage__held__in=ways))


def _not_over() -> Q:
    return Q(eventpage__ends_at__gte=timezone.now()) | Q(conferencepage__ends_on__gte=site_today())
