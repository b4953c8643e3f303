"""Static files for production: hashed, compressed, and the style sheet as one file."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_SHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("([\w.-]+)"\);\n?')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
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
    def post_process(self, paths: dict, *args: Any, **kwargs: Any) -> Iterator[tuple]:
        """Hash and compress as before, after putting the layers of the style sheet together."""
        if STYLE_SHEET in paths:
            storage, path = paths[STYLE_SHEET]
            paths = paths | {STYLE_SHEET: (_Joined(storage), path)}
        yield from super().post_process(paths, *args, **kwargs)
