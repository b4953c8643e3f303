"""Static files: the style sheet as one file, and in production all hashed and compressed."""

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

logger = logging.getLogger(__name__)

STYLE_SHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("([\w./-]+)"\);\n?')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
HASH = re.compile(r"\.[0-9a-f]{12}(\.[a-z0-9]+)$")
INDENT = re.compile(r"\n\s*")


def joined(storage: Storage, path: str) -> str:
    """A style sheet with the files it imports in their place, without comments and indents."""
    folder = PurePosixPath(path).parent

    def read(name: str) -> str:
        with storage.open(name) as sheet:
            return sheet.read().decode()

    css = IMPORT.sub(lambda found: read(str(folder / found[1])), read(path))
    return INDENT.sub("\n", COMMENT.sub("", css))


class _Joined:
    """Gives the joined style sheet where the plain one is opened."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def open(self, path: str) -> ContentFile:
        return ContentFile(joined(self.storage, path).encode())


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    def stored_name(self, name: str) -> str:
        """The name as it is where nothing was collected: a page without its looks is a page."""
        try:
            return super().stored_name(name)
        except ValueError:
            _tell_once(name)
            return name

    @cache  # noqa: B019 -- there is one storage, as long as the process lives
    def url(self, name: str, force: bool = False) -> str:
        """The address of a file, worked out once: which files there are is read once, too."""
        return super().url(name, force)

    def problem(self) -> str:
        """The problem that an operator should know; empty when every collected file is there."""
        if not self.hashed_files:
            return "not collected: run manage.py release on this host"
        lost = sum(not self.exists(name) for name in set(self.hashed_files.values()))
        return f"{lost} files lost: run manage.py release on this host" if lost else ""

    def post_process(self, paths: dict, *args: Any, **kwargs: Any) -> Iterator[tuple]:
        """Hash and compress as before, after putting the layers of the style sheet together."""
        if STYLE_SHEET in paths:
            storage, path = paths[STYLE_SHEET]
            paths = paths | {STYLE_SHEET: (_Joined(storage), path)}
        yield from super().post_process(paths, *args, **kwargs)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """whitenoise, with a file of the same name where there is none with this hash.

    While a release goes round, a page of the new one asks a host of the old one for its style
    sheet, and the other way round. A host on which nothing was collected serves the sources.
    Neither is kept by anybody.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if self.autorefresh and path == f"{self.static_prefix}{STYLE_SHEET}":
            return _joined_sources()
        if not self.autorefresh and path.startswith(self.static_prefix) and path not in self.files:
            stand_in = self._stand_in(HASH.sub(r"\1", path.removeprefix(self.static_prefix)))
            if stand_in is not None:
                response = self.serve(stand_in, request)
                response["Cache-Control"] = "no-store"
                return response
        return super().__call__(request)

    def _stand_in(self, name: str) -> Any:
        own = getattr(staticfiles_storage, "hashed_files", {}).get(name, name)
        for known in (own, name):
            if (file := self.files.get(f"{self.static_prefix}{known}")) is not None:
                return file
        found = None
        with suppress(SuspiciousFileOperation):
            found = finders.find(name)
        if not found or not Path(found).is_file():
            return None
        return self.get_static_file(found, f"{self.static_prefix}{name}")


def _joined_sources() -> HttpResponse:
    """The style sheet as it stands in the sources at this moment: one request and not thirty."""
    found = str(finders.find(STYLE_SHEET))
    css = joined(FileSystemStorage(found.removesuffix(STYLE_SHEET)), STYLE_SHEET)
    answer = HttpResponse(css, content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _tell_once(name: str) -> None:
    logger.error("The static file %s is not collected: run manage.py release on this host", name)
