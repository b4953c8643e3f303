"""Error pages that keep the site's frame, and the help-now band, whatever went wrong."""

import logging

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template import loader

from members.sending.middleware import answer_stale

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": getattr(exception, "reason", "")}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    return answer_stale(request) or render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page with its menu and help band if the database answers, else a bare one."""
    try:
        with transaction.atomic():
            return render(request, "500.html", status=500)
    except DatabaseError:
        logger.exception("The error page could not be rendered with the database")
        return HttpResponseServerError(loader.get_template("500_bare.html").render())
