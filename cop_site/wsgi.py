import logging
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from work.postgresql import PAGES, answers_within

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings")

logger = logging.getLogger(__name__)


class WithLastPage:
    """The application; where it raises, which it never should, the last page with help now."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            return self.application(environ, start_response)
        except Exception as error:
            logger.exception("The application gave no answer")
            return _last_page(start_response, error)


def _last_page(start_response: Any, error: Exception) -> Iterable[bytes]:
    from core import last_page
    from work.parts import is_away

    away = is_away(error)
    body = last_page.html(away=away).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "private, no-store"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
    ]
    if away:
        headers.append(("Retry-After", "30"))
    status = "503 Service Unavailable" if away else "500 Internal Server Error"
    start_response(status, headers, sys.exc_info())
    return [body]


answers_within(PAGES)
application = WithLastPage(get_wsgi_application())
