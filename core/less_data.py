"""Pages that cost little to load: no pictures and no typeface from the site.

Chosen on one device, which may have little data where another has much; or asked for by a
browser that was told to save data.
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

COOKIE = "less_data"
LASTS = 365 * 24 * 60 * 60
"""Seconds."""

_wanted: ContextVar[bool] = ContextVar("less_data", default=False)


def is_chosen(request: HttpRequest) -> bool:
    """Whether somebody chose it on this device."""
    return request.COOKIES.get(COOKIE) == "1"


def is_asked_by_browser(request: HttpRequest) -> bool:
    return request.headers.get("Save-Data", "").lower() == "on"


def is_wanted() -> bool:
    """Whether the page that is being made is to cost little."""
    return _wanted.get()


class LessDataMiddleware:
    """Let whatever makes the page know; caches keep its two forms apart."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _wanted.set(is_chosen(request) or is_asked_by_browser(request))
        try:
            response = self.get_response(request)
        finally:
            _wanted.reset(token)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Cookie", "Save-Data"))
        return response
