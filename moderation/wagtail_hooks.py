"""The way from the editors' screens to the reports that stand in no community."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from communities.access import is_coordinator


class ReportsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return is_coordinator(request.user)


@hooks.register("register_admin_menu_item")
def reports_menu_item() -> MenuItem:
    """For coordinators, to whom those reports fall."""
    address = reverse("moderation:site")
    return ReportsMenuItem(_("Reports"), address, name="member-reports", icon_name="warning")
