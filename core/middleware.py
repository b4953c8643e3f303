"""Headers that every response carries, static files and error pages included."""

import logging
import uuid
from collections.abc import Callable
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.sessions import middleware as sessions
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware import security
from django.middleware.http import ConditionalGetMiddleware
from django.shortcuts import render
from django.utils import translation

from core.addresses import EDITORS, number
from core.logs import request_id, view_of
from core.marks import if_it_can_be_kept
from core.memo import remembering
from work.parts import PartAwayError, is_away

METHODS = ("GET", "HEAD", "POST")
METHODS_OF_EDITORS = (*METHODS, "DELETE", "PATCH")
"""Wagtail's screens put away a preview with DELETE, and a hint that was read with PATCH."""

PERMISSIONS_POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)


access = logging.getLogger("access")


class RequestMiddleware:
    """Give each request a random id that its log lines and its answer share, and a memory.

    The language is named too: for one that nobody has named, Django looks anew at each word.

    Its own line says which view answered, with what and how soon; not who asked for what.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token, started = request_id.set(uuid.uuid4().hex[:16]), perf_counter()
        try:
            with remembering(), translation.override(settings.LANGUAGE_CODE):
                response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            _note(request, response, perf_counter() - started)
            return response
        finally:
            request_id.reset(token)


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    method = request.method if request.method in ("GET", "HEAD", "POST") else "another"
    view, status, ms = view_of(request), response.status_code, round(seconds * 1000)
    about = {"method": method, "view": view, "status": status, "ms": ms}
    access.info("%s %s", status, view, extra={"about": about})


class SessionMiddleware(sessions.SessionMiddleware):
    """Django's sessions; while the database only reads, a message may be shown once more."""

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

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(EDITORS) and not report_only:
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


class RevalidatingMiddleware(ConditionalGetMiddleware):
    """A visitor's page that is still the same is not sent again: on a phone that counts.

    A page for somebody who is signed in is stored by nobody, so there is nothing to ask about.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        if signed_in or response.cookies or response.status_code != 200:
            return response
        return super().process_response(request, response)


class TurnAwayMiddleware(security.SecurityMiddleware):
    """Django's checks, and requests refused before anything is asked about the address.

    Pages are read and forms are sent: any other method is refused alike wherever it is
    tried, so that no answer tells what is there. So is a request for a host that is not
    ours, but for what may be asked without a lock: a load balancer asks how the process is
    by number. HEAD is answered as GET is, without the body; servers leave this to us.
    """

    def process_request(self, request: HttpRequest) -> Any:
        allowed = METHODS_OF_EDITORS if request.path_info.startswith(EDITORS) else METHODS
        if request.method not in allowed:
            return HttpResponseNotAllowed(METHODS, headers={"Content-Length": "0"})
        try:
            request.get_host()
        except DisallowedHost:
            # Whatever asks from here on hears our own name, and does not fail once more.
            request.get_host = lambda: urlsplit(settings.SITE_URL).netloc  # type: ignore[method-assign]
            if not self._is_open_without_a_lock(request):
                return render(request, "400_host.html", {"site": settings.SITE_URL}, status=400)
        return super().process_request(request)

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        response = super().process_response(request, response)
        if request.method == "HEAD":
            setattr(response, "streaming_content" if response.streaming else "content", b"")
        return response

    def _is_open_without_a_lock(self, request: HttpRequest) -> bool:
        path = request.path_info.lstrip("/")
        return any(pattern.search(path) for pattern in self.redirect_exempt)


class SizeMiddleware:
    """Refuse a body that says it is too large, before any of it is read into memory or onto a disk.

    Who is not signed in has no files to send, unless ``request.may_send_files`` says that they
    may have been a moment ago. A body whose length is not told is taken for empty by Django, so
    nothing gets around this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = number(request.META.get("CONTENT_LENGTH") or 0)
        if size is None:
            return render(request, "400.html", status=400)
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and size > _most(request):
            return render(request, "413.html", status=413)
        return self.get_response(request)


def size_of(request: HttpRequest) -> int:
    """How many bytes the body has, as far as its sender says; 0 for what makes no sense."""
    return number(request.META.get("CONTENT_LENGTH")) or 0


def _most(request: HttpRequest) -> int:
    if request.user.is_authenticated or getattr(request, "may_send_files", False):
        return settings.MAX_REQUEST_SIZE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
