"""The editors' place, tidied for coordinators."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
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


@hooks.register("insert_global_admin_css")
def wear_the_colours_of_the_house() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("editors/house.css"))


@hooks.register("construct_page_action_menu")
def publish_in_one_press(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Whoever may publish is offered that first; the draft is the other choice."""
    items.sort(key=lambda item: item.name != "action-publish")
