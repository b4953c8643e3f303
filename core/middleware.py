"""Headers that every response carries, static files and error pages included."""

import uuid
from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.sessions import middleware as sessions
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from core.logs import request_id
from core.marks import if_it_can_be_kept
from core.memo import remembering
from core.parts import PartAwayError, is_away

PERMISSIONS_POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)


class RequestMiddleware:
    """Give each request a random id that its log lines and its answer share, and a memory."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex[:16])
        try:
            with remembering():
                response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class SessionMiddleware(sessions.SessionMiddleware):
    """Django's; where the database only reads, a message shown may be shown once more."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        try:
            with if_it_can_be_kept():
                return super().process_response(request, response)
        except SessionInterrupted as error:
            # Which it says of any error: the session is still there, and so is who signed in.
            if is_away(error):
                raise PartAwayError("The session could not be stored") from error
            raise
        return response


class PolicyMiddleware(CSPMiddleware):
    """Content-Security-Policy (relaxed for Wagtail's editor alone) and its relatives.

    A page made for somebody who is signed in is never stored by a cache; a
    visitor's page is kept but asked for again each time.
    """

    admin_prefix = "/admin/"

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(self.admin_prefix) and not report_only:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response = super().process_response(request, response)
        policy = response.get("Content-Security-Policy", "")
        if policy and "frame-ancestors" not in policy:
            # Files bring their own, without a word on frames.
            response["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response:
            signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-store" if signed_in else "no-cache"
        return response


class SizeMiddleware:
    """Answer what says it is far too large, before any of it is read into memory or onto a disk.

    Who is not signed in has no files to send. A body whose length is not told is
    taken for empty by Django, so nothing gets around this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        size = int(told) if told.isascii() and told.isdigit() else 0
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and size > _most(request):
            return render(request, "413.html", status=413)
        return self.get_response(request)


def _most(request: HttpRequest) -> int:
    if request.user.is_authenticated:
        return settings.MAX_REQUEST_SIZE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
