"""Editors' screens for work in the background."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from work.screen import MAY_LOOK_AFTER_WORK, WorkScreen


class WorkMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_LOOK_AFTER_WORK)


@hooks.register("register_reports_menu_item")
def offer_work() -> MenuItem:
    return WorkMenuItem(_("Mail and jobs"), reverse("background_work"), icon_name="cogs", order=900)


@hooks.register("register_admin_urls")
def route_work() -> list[URLPattern]:
    return [path("reports/background-work/", WorkScreen.as_view(), name="background_work")]
