"""The editors' start page: what waits, what comes this week, and one's own drafts."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from core.days import site_today
from core.waiting import what_waits
from events.querysets import GatheringQuerySet
from opportunities.models import OpportunityPage

AHEAD = timedelta(days=7)
MOST = 8


class StartPanel(Component):
    """A list under a heading; its template leaves it out where it has no lines."""

    name: str
    heading: Any

    def lines(self, request: Any) -> list[Any]:
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request = parent_context["request"]
        return {"panel": self, "lines": self.lines(request), "request": request}


class WaitsPanel(StartPanel):
    name = "what-waits"
    heading = _("What waits for you")
    template_name = "home/admin/what_waits.html"
    order = 10

    def lines(self, request: Any) -> list[Any]:
        return what_waits(request)


class EventsPanel(StartPanel):
    name = "events-this-week"
    heading = _("Events this week")
    template_name = "home/admin/events_this_week.html"
    order = 20

    def lines(self, request: Any) -> list[Any]:
        upcoming = GatheringQuerySet(Page).visible_to(request.user).upcoming()
        return list(upcoming.filter(begins__lte=timezone.now() + AHEAD).specific()[:MOST])


class DeadlinesPanel(StartPanel):
    name = "deadlines-this-week"
    heading = _("Closing this week")
    template_name = "home/admin/deadlines_this_week.html"
    order = 30

    def lines(self, request: Any) -> list[Any]:
        open_now = OpportunityPage.objects.visible_to(request.user).open()
        return list(open_now.filter(closes_on__lte=site_today() + AHEAD)[:MOST])


class DraftsPanel(StartPanel):
    name = "own-drafts"
    heading = _("Your drafts")
    template_name = "home/admin/own_drafts.html"
    order = 40

    def lines(self, request: Any) -> list[Any]:
        """Pages whose newest version is this editor's and is not published, the latest first."""
        drafts = Page.objects.filter(
            has_unpublished_changes=True, latest_revision__user=request.user
        )
        return list(drafts.order_by("-latest_revision_created_at", "-pk")[:MOST])
