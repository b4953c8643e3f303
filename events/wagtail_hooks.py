"""Editors' screens for events."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from events.access import can_view_interest
from events.reports import InterestReport


class InterestMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_view_interest(request.user)


@hooks.register("register_reports_menu_item")
def offer_interest_report() -> MenuItem:
    return InterestMenuItem(
        "Interest in events", reverse("event_interest"), icon_name="date", order=100
    )


@hooks.register("register_admin_urls")
def route_interest_report() -> list[URLPattern]:
    return [
        path("reports/event-interest/", InterestReport.as_view(), name="event_interest"),
        path(
            "reports/event-interest/results/",
            InterestReport.as_view(results_only=True),
            name="event_interest_results",
        ),
    ]


@hooks.register("register_permissions")
def offer_view_permission() -> QuerySet[Permission]:
    """Let an administrator give the report to other groups too."""
    return Permission.objects.filter(content_type__app_label="events", codename="view_interest")
