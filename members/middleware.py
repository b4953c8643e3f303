"""Middleware that finds who is asking, and with which rights."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, middleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from core.addresses import EDITORS
from members import rights, staff

OPEN_TO_ALL = {"wagtailadmin_login", "wagtailadmin_logout"}


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's, with the person themself as ``request.user`` when somebody is signed in.

    Every page of theirs asks who is reading; a stand-in that looks them up at the first
    question costs more than they do, because pages ask hundreds of questions.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.user = user = middleware.get_user(request)  # type: ignore[assignment]
            if rights.must_be_withheld(request, user):
                rights.withhold(user)  # type: ignore[arg-type]


class StaffMiddleware:
    """Withheld rights lead to the second step; editors' screens about people to a fresh proof."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Lead somebody whose rights are withheld to the second step where they are refused.

        They are led there whether or not the page exists: where one is led tells nothing. A form
        that could not prove to be ours (``csrf_failure``) is refused to everybody, and says why.
        """
        response = self.get_response(request)
        refused = response.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
        is_not_ours = getattr(request, "is_not_ours", False)
        if refused and not is_not_ours and _has_withheld_rights(request):
            return _to_second_step(request)
        return response

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith(EDITORS):
            return None
        if request.resolver_match.url_name in OPEN_TO_ALL:
            return None
        if _has_withheld_rights(request):
            return _to_second_step(request)
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return None  # Wagtail refuses.
        return staff.asked_again_by_screen(request)


def _has_withheld_rights(request: Any) -> bool:
    """Whether the person's rights are withheld; without a session's cookie answers vary by none."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and getattr(
        request.user, "rights_withheld", False
    )


def _to_second_step(request: HttpRequest) -> HttpResponseBase:
    address = reverse("account_second_step")
    if request.method == "GET":
        address += f"?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}"
    return redirect(address)
