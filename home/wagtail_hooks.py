"""The editors' place, tidied for coordinators."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

# Reports on things this site does not do: approval in steps.
UNUSED_REPORTS = {"workflows", "workflow-tasks"}


@hooks.register("construct_reports_menu")
def leave_out_unused_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in UNUSED_REPORTS]
