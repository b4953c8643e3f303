"""Who is asking, and the door of the editors' screens."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib.auth import middleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from members import staff

OPEN_TO_ALL = {"wagtailadmin_login", "wagtailadmin_logout"}


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's, with the person themself as ``request.user`` when somebody is signed in.

    Every page of theirs asks who is reading; a stand-in that looks them up at the first
    question costs more than they do, because pages ask hundreds of questions.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.user = middleware.get_user(request)  # type: ignore[assignment]


class StaffMiddleware:
    """Second step for the editors' screens; a fresh proof for those about people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith("/admin/"):
            return None
        if request.resolver_match.url_name in OPEN_TO_ALL:
            return None
        if not staff.looks_after_the_site(request.user):
            return None  # Wagtail refuses.
        if staff.lacks_second_step(request.user):
            return redirect("account_second_step")
        if staff.must_show_again_who_it_is(request):
            # After showing it, they are back at this address, and a form has its words.
            methods = get_adapter().get_reauthentication_methods(request.user)
            return suspend_request(request, methods[0]["url"])
        return None
