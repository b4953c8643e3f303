"""The editors' place, tidied for coordinators."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home.start_page import DeadlinesPanel, DraftsPanel, EventsPanel, WaitsPanel

# Reports on things this site does not do: approval in steps.
UNUSED_REPORTS = {"workflows", "workflow-tasks"}


@hooks.register("construct_reports_menu")
def leave_out_unused_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in UNUSED_REPORTS]


@hooks.register("construct_homepage_panels")
def begin_with_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    panels += [WaitsPanel(), EventsPanel(), DeadlinesPanel(), DraftsPanel()]
