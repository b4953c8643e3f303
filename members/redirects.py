"""Redirects from old addresses, for those who may go where they lead."""

import copy
import re
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.storage import default_storage
from django.core.exceptions import DisallowedRedirect
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects import middleware as redirects

HOPS = 5
"""Redirects that are followed before they count as a circle, which leads nowhere."""
NOTHING = (400, 404, 405, 410)
"""Answers of an address at which there is nothing to read."""


class RedirectMiddleware(redirects.RedirectMiddleware):
    """Wagtail's redirects, but an old address leads nobody to what is not there for them.

    The new address is asked first, as this person, and what it says decides: so what is
    hidden stays hidden, be it a page, a room, a file or what else has an address. They are
    answered as if the old address had never been; where signing in is all that is missing they
    are asked to, and come back to the old address.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = step = self._lead(request, response)
        if answer is response:
            return response
        url = request.build_absolute_uri()
        for _hop in range(HOPS):
            url = _meant(url, step["Location"])
            if not _is_ours(request, url):
                return answer
            if step is not answer and urlsplit(url).path == settings.LOGIN_URL:
                return redirect_to_login(request.get_full_path())
            path = _known(urlsplit(url).path)
            if path and not _names_something(path):
                return answer
            step = self._ask(_asking(request, path or urlsplit(url).path, urlsplit(url).query))
            if path is None and not step.has_header("Location"):
                return answer  # It is not this site that answers there.
            if step.status_code in NOTHING:
                return response
            if not step.has_header("Location"):
                return answer
        return response

    def _ask(self, asked: HttpRequest) -> HttpResponse:
        """What the address answers. Asking is not reading: nothing that it writes is kept."""
        with transaction.atomic():
            response = self.get_response(asked)
            transaction.set_rollback(True)
        return self._lead(asked, response)

    def _lead(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (ValueError, DisallowedRedirect):
            return response  # It leads to no address.


def _meant(url: str, link: str) -> str:
    """The address to which a browser goes that finds this link at this address."""
    way, mark, query = link.partition("?")
    return urljoin(url, re.sub("%2e", ".", way, flags=re.I) + mark + query)


def _is_ours(request: HttpRequest, url: str) -> bool:
    """Whether the address is of this site, by whichever of its names."""
    host, port = split_domain_port(urlsplit(url).netloc.rpartition("@")[2])
    own, own_port = split_domain_port(request.get_host())
    home = urlsplit(settings.SITE_URL).hostname or own
    names = [own, home, *(name for name in settings.ALLOWED_HOSTS if name != "*")]
    return port in ("", "80", "443", own_port) and validate_host(host, names)


def _known(path: str) -> str | None:
    """The path as the site takes it; None when it answers there to nobody."""
    path = unquote(path)
    for each in (path, f"{path}/"):
        try:
            resolve(each)
        except Resolver404:
            continue
        return each
    return None


def _names_something(path: str) -> bool:
    """Whether the address holds a name or a number; of any other, it is known that it is there."""
    match = resolve(path)
    return bool(match.kwargs or match.args)


def _asking(request: HttpRequest, path: str, query: str) -> HttpRequest:
    """The same person asking for another address, only to see whether it answers.

    A file that they have already need not be opened: hence the condition.
    """
    asked: Any = copy.copy(request)
    vars(asked).pop("_wagtail_route_for_request", None)  # the page at the address before
    asked.method, asked.path, asked.path_info = "GET", path, path
    asked.GET, asked.POST = QueryDict(query), QueryDict()
    asked.META = request.META | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_IF_NONE_MATCH": "*",
    }
    asked.resolver_match = None
    asked._messages = default_storage(asked)
    return asked
