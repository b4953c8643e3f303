"""Handing out a stored file. The caller asks before whether the reader may have it."""

import hashlib
import secrets
import unicodedata
from pathlib import PurePath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.utils import validate_file_name
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from work.each import aside
from work.parts import PartAwayError

PRIVATE = "private, no-store"
INTERNAL = "/_files/"
"""Where the server in front finds the media folder, for itself alone."""
SIGNED_FOR = 60
"""Seconds that an address of the store works: long enough to follow a redirect."""
LONGEST_PATH = 99
"""Characters, which the columns hold."""
LONGEST_NAME = 240
"""Bytes, of the 255 that a file system holds: two of a name are told apart by what is added."""
LONGEST_KIND = 7
"""Characters after the last dot: more of them are words."""
JOINERS = "\u200c\u200d"
"""What ties letters and small pictures together, and is nothing by itself."""


def clean_name(filename: str) -> str:
    """A file's name as it is kept and shown: in its own script, without what no name needs.

    Letters keep their marks (macrons from a Mac, vowels of Thai and Hindi), and pictures among
    the letters stay. It is never hidden, never empty, and never more than a name.
    """
    name = unicodedata.normalize("NFC", PureWindowsPath(filename).name)
    kept = "".join(filter(_may_stand, "_".join(name.split())))
    stem, dot, kind = kept.rpartition(".")
    if not dot or not kind.isalnum() or len(kind) > LONGEST_KIND:
        stem, dot, kind = kept, "", ""
    stem = stem.strip("." + JOINERS) if stem.strip("._-" + JOINERS) else "file"
    kind = f"{dot}{kind}"
    while len(f"{stem}{kind}".encode()) > LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem}{kind}"


def _may_stand(character: str) -> bool:
    """Whether the character is a letter, a mark on one, a digit, a small picture or ``-_.``"""
    kind = unicodedata.category(character)
    return kind[0] in "LMN" or kind in ("So", "Sk") or character in f"-_.{JOINERS}"


def unguessable(folder: str, filename: str) -> str:
    """The path to store a file at: in a folder with a random name, cut to what a column holds."""
    name = PurePath(clean_name(filename))
    place = f"{folder}/{secrets.token_urlsafe(16)}/"
    return f"{place}{name.stem[: LONGEST_PATH - len(place) - len(name.suffix)]}{name.suffix}"


def file_response(
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


def delete_after_commit(stored: FieldFile, name: str = "") -> None:
    """Delete the file, or the one of this name beside it, once the transaction has committed.

    A store that does not let go of one holds up no other, nor what else follows the commit.
    """
    storage, kept = stored.storage, name or str(stored.name)

    def delete() -> None:
        with aside("Deleting a file of", stored.instance):
            storage.delete(kept)

    transaction.on_commit(delete)
