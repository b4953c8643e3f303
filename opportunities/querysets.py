"""Querysets of opportunities by their dates. The opening and the closing day count as open."""

from datetime import date
from typing import Self

from django.db.models import F, Q

from core.days import site_today
from core.querysets import PageQuerySet


class OpportunityQuerySet(PageQuerySet):
    """Opportunities without an opening day open when published, without a closing day stay open."""

    def open(self, on: date | None = None) -> Self:
        """Opportunities one can apply for on that day (today), the first to close first."""
        on = on or site_today()
        return self.filter(
            Q(opens_on=None) | Q(opens_on__lte=on), Q(closes_on=None) | Q(closes_on__gte=on)
        ).order_by(F("closes_on").asc(nulls_last=True), "pk")

    def opening_soon(self, on: date | None = None) -> Self:
        """Opportunities that open after that day (today), the first to open first."""
        return self.filter(opens_on__gt=on or site_today()).order_by("opens_on", "pk")

    def closed(self, on: date | None = None) -> Self:
        """Opportunities that closed before that day (today), the latest first."""
        return self.filter(closes_on__lt=on or site_today()).order_by("-closes_on", "-pk")
