"""Error pages that keep the site's frame, and the help-now band, whatever went wrong."""

import logging
import sys
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template import loader

from cop_site.unsaved import unsaved
from core import last_page
from members.sending.middleware import answer_stale
from work.parts import is_away, only_reads

logger = logging.getLogger(__name__)

TRY_AGAIN_AFTER = 30
"""Seconds that ``Retry-After`` asks for while a part is away."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": getattr(exception, "reason", "")}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: Any, reason: str = "") -> HttpResponseBase:
    request.is_not_ours = True
    return answer_stale(request) or render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page with its menu, else a bare one, else one that needs nothing at all.

    A part that is away is no mistake of ours and says so: 503, come again. Nothing is
    asked of the database then: it may be what is away, and would be waited for again.
    """
    error = sys.exception()
    try:
        if is_away(error):
            return _away(request, error)
        with transaction.atomic():
            return render(request, "500.html", status=500)
    except Exception:
        logger.exception("The error page could not be made as it should")
        return bare(away=is_away(error))


def bare(*, away: bool) -> HttpResponse:
    """The page without a menu; without anything when even that cannot be made."""
    try:
        html = loader.get_template("503_bare.html" if away else "500_bare.html").render()
    except Exception:
        logger.exception("The bare page could not be made")
        html = last_page.html(away=away)
    return _answer(html, away=away)


def _away(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """The page while a part is away, made without the request: with it, it asks the database."""
    context: dict[str, Any] = {"only_reads": only_reads(error), "unsaved": unsaved(request)}
    return _answer(loader.get_template("503_bare.html").render(context), away=True)


def _answer(html: str, *, away: bool) -> HttpResponse:
    response = HttpResponse(html, status=503 if away else 500)
    response["Cache-Control"] = "private, no-store"
    if away:
        response["Retry-After"] = str(TRY_AGAIN_AFTER)
    return response
