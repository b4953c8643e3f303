"""Handing a stored file to somebody who may have it. Who may is asked before, by whoever calls."""

import hashlib
import secrets
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.utils import validate_file_name
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename

from core.parts import PartAwayError

PRIVATE = "private, no-store"
INTERNAL = "/_files/"
"""Where the server in front finds the media folder, for itself alone."""
SIGNED_FOR = 60
"""Seconds that an address of the store works: long enough to follow a redirect."""
LONGEST_PATH = 99


def unguessable(folder: str, filename: str) -> str:
    """Where to store a file: in a folder with a random name, cut to what a column holds."""
    name = PurePath(get_valid_filename(PurePath(filename).name))
    place, kind = f"{folder}/{secrets.token_urlsafe(16)}/", name.suffix[:8]
    return f"{place}{name.stem[: LONGEST_PATH - len(place) - len(kind)]}{kind}"


def hand_over(
    request: HttpRequest,
    stored: Any,
    *,
    filename: str,
    content_type: str,
    as_attachment: bool = False,
    cache: str = PRIVATE,
) -> HttpResponseBase:
    """A model's file, sent the way ``PRIVATE_FILES_BY`` says. Raises Http404 when it is gone.

    Nothing in the file can act in the reader's name: it stands in a sandbox, and is never
    taken for another kind than it is told to be. A stored name is never used twice, so that
    what a browser has already is not sent again. Empty, ``cache`` is left to the middleware.
    """
    name = str(validate_file_name(str(stored.name), allow_relative_path=True))
    tag = f'"{hashlib.sha256(name.encode()).hexdigest()[:32]}"'
    response: Any = get_conditional_response(request, etag=tag)
    if response is None:
        disposition = content_disposition_header(as_attachment, filename) or "inline"
        response = _ways[settings.PRIVATE_FILES_BY](stored, name, content_type, disposition)
    response["ETag"] = tag
    response["X-Content-Type-Options"] = "nosniff"
    # Browsers show no PDF in a sandbox.
    opens = content_type == "application/pdf" and not as_attachment
    response["Content-Security-Policy"] = "default-src 'none'" + ("" if opens else "; sandbox")
    if "Location" in response and cache != PRIVATE:
        cache = f"max-age={SIGNED_FOR // 2}"
    if cache:
        response["Cache-Control"] = cache
    return response


def _by_this_process(
    stored: Any, name: str, content_type: str, disposition: str
) -> HttpResponseBase:
    try:
        file = stored.storage.open(name, "rb")
    except PartAwayError:
        raise
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type=content_type)
    response["Content-Disposition"] = disposition
    response["Accept-Ranges"] = "none"
    return response


def _by_the_server_in_front(
    stored: Any, name: str, content_type: str, disposition: str
) -> HttpResponseBase:
    response = HttpResponse(content_type=content_type)
    response["Content-Disposition"] = disposition
    response["X-Accel-Redirect"] = quote(f"{INTERNAL}{name}")
    return response


def _by_the_store(stored: Any, name: str, content_type: str, disposition: str) -> HttpResponseBase:
    told = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
    return HttpResponseRedirect(stored.storage.url(name, parameters=told, expire=SIGNED_FOR))


_ways = {
    "app": _by_this_process,
    "x-accel": _by_the_server_in_front,
    "signed": _by_the_store,
}
