"""The editors' start page: what waits, what comes this week, and one's own drafts."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from core.days import site_today
from core.waiting import what_waits
from events.querysets import GatheringQuerySet
from opportunities.models import OpportunityPage

AHEAD = timedelta(days=7)
MOST = 8


class StartPanel(Component):
    """A list; it is left out where it has no lines."""

    def __init__(self, request: HttpRequest) -> None:
        self.request: Any = request

    def lines(self) -> list[Any]:
        raise NotImplementedError

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        lines = self.lines()
        return super().render_html({"lines": lines, "request": self.request}) if lines else ""

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Any:
        return parent_context


class WaitsPanel(StartPanel):
    name = "what_waits"
    template_name = "home/admin/what_waits.html"
    order = 10

    def lines(self) -> list[Any]:
        return what_waits(self.request)


class EventsPanel(StartPanel):
    name = "events_this_week"
    template_name = "home/admin/events_this_week.html"
    order = 20

    def lines(self) -> list[Any]:
        upcoming = GatheringQuerySet(Page).visible_to(self.request.user).upcoming()
        return list(upcoming.filter(begins__lte=timezone.now() + AHEAD).specific()[:MOST])


class DeadlinesPanel(StartPanel):
    name = "deadlines_this_week"
    template_name = "home/admin/deadlines_this_week.html"
    order = 30

    def lines(self) -> list[Any]:
        open_now = OpportunityPage.objects.visible_to(self.request.user).open()
        return list(open_now.filter(closes_on__lte=site_today() + AHEAD)[:MOST])


class DraftsPanel(StartPanel):
    name = "own_drafts"
    template_name = "home/admin/own_drafts.html"
    order = 40

    def lines(self) -> list[Any]:
        """Pages whose newest version is this editor's and is not published, the latest first."""
        drafts = Page.objects.filter(
            has_unpublished_changes=True, latest_revision__user=self.request.user
        )
        return list(drafts.order_by("-latest_revision_created_at", "-pk")[:MOST])
