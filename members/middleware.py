"""Who is asking, with which rights, and where old addresses lead them."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, middleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.contrib.redirects import middleware as redirects
from wagtail.models import Page, Site

from core.addresses import EDITORS
from core.querysets import page_paths_closed_to
from members import rights, staff
from members.access import would_open_by_signing_in

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


class RedirectMiddleware(redirects.RedirectMiddleware):
    """Wagtail's, but that an old address leads nobody to a page that is not for them.

    They are answered as if the old address had never been; where signing in is all that is
    missing they are asked to, and come back to the old address.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = super().process_response(request, response)
        if answer is response or not _is_page_of_ours(request, answer["Location"]):
            return answer
        page = _page_at(request, urlsplit(answer["Location"]).path)
        if page is None:
            return response
        if not page.path.startswith(tuple(page_paths_closed_to(request.user))):
            return answer
        if would_open_by_signing_in(page.get_view_restrictions(), request):
            return redirect_to_login(request.get_full_path())
        return response


def _is_page_of_ours(request: HttpRequest, url: str) -> bool:
    try:
        ours = url_has_allowed_host_and_scheme(url, request.get_host())
        return ours and resolve(urlsplit(url).path).url_name == "wagtail_serve"
    except (Resolver404, ValueError):
        return False


def _page_at(request: HttpRequest, path: str) -> Page | None:
    """The published page with this address, whoever may see it."""
    site = Site.find_for_request(request)
    parts = [part for part in path.split("/") if part]
    try:
        return site.root_page.specific.route(request, parts).page if site else None
    except Http404:
        return None


class StaffMiddleware:
    """Withheld rights lead to the second step; editors' screens about people to a fresh proof."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """What is not there for a member may be there for them, after the second step.

        They are led to it whether or not it exists: where one is led tells nothing. A form that
        could not prove to be ours (``csrf_failure``) is refused to everybody, and says why.
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
    """Asks nothing of the session of somebody without one: their answer varies by no cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and getattr(
        request.user, "rights_withheld", False
    )


def _to_second_step(request: HttpRequest) -> HttpResponseBase:
    address = reverse("account_second_step")
    if request.method == "GET":
        address += f"?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}"
    return redirect(address)
