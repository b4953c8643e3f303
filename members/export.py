"""A copy of everything that is kept of one person, for that person to take away.

Each app says with ``@exported`` what it keeps. The copy is packed while it is sent:
neither a file of somebody's posts nor their pictures have to fit into memory.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from work.each import aside

Row = Mapping[str, Any]
"""What is told of one thing, by name: text, numbers, times, lists of text, or a stored file."""

PIECE = 64 * 1024
"""Bytes that are gathered before they are sent."""


@dataclass(frozen=True)
class Part:
    name: str
    title: Any
    rows: Callable[[User], Iterable[Row]]
    with_files: bool


_parts: dict[str, Part] = {}


def exported(
    name: str, title: Any, *, with_files: bool = False
) -> Callable[[Callable[[User], Iterable[Row]]], Callable[[User], Iterable[Row]]]:
    """Add to the copy what this function tells of a person: their own things, nobody else's.

    It is called more than once for one copy, and has to give the same rows in the
    same order, in a number of queries that does not grow with them.
    """

    def register(rows: Callable[[User], Iterable[Row]]) -> Callable[[User], Iterable[Row]]:
        _parts[name] = Part(name, title, rows, with_files)
        return rows

    return register


def parts() -> list[Part]:
    return list(_parts.values())


def archive(user: User) -> Iterator[bytes]:
    """A zip, piece by piece: a page to read, the same as JSON, and the files."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, pieces in _entries(user):
            with packed.open(name, "w") as entry:
                for piece in pieces:
                    entry.write(piece)
                    if len(outlet.waiting) >= PIECE:
                        yield outlet.taken()
    yield outlet.taken()


class _Outlet(io.RawIOBase):
    """Keeps what the archive writes until it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        taken, self.waiting = bytes(self.waiting), bytearray()
        return taken


def _entries(user: User) -> Iterator[tuple[str, Iterator[bytes]]]:
    made_at = timezone.now()
    yield "your-data.html", _page(user, made_at)
    yield "your-data.json", _json(user, made_at)
    for part in parts():
        if part.with_files:
            for number, row in _numbered(part, user):
                for file in filter(_is_file, row.values()):
                    yield _path(part, number, file), _content(file)


def _numbered(part: Part, user: User) -> Iterator[tuple[int, Row]]:
    """The rows of a part, numbered; a last one says so if it could not be read to its end."""
    number = 0
    with aside(f"Copying {part.name} of", user) as caught:
        for number, row in enumerate(part.rows(user), start=1):
            yield number, row
    if caught:
        words = _("This part could not be read to its end. Please ask us for the rest.")
        yield number + 1, {"not_complete": words}


def _is_file(value: Any) -> bool:
    return isinstance(value, File) and bool(value)


def _path(part: Part, number: int, file: File) -> str:
    return f"files/{part.name}-{number}/{PurePath(file.name or 'file').name}"


def _content(file: File) -> Iterator[bytes]:
    """The stored file; nothing when the storage has lost it, or does not give it."""
    with aside("Copying", file), file.open("rb") as opened:
        yield from opened.chunks(PIECE)


def _told(part: Part, number: int, row: Row) -> dict[str, Any]:
    """The row with its files as their places in the archive."""
    return {
        key: (_path(part, number, value) if value else None) if isinstance(value, File) else value
        for key, value in row.items()
    }


def _json(user: User, made_at: datetime) -> Iterator[bytes]:
    encoder = DjangoJSONEncoder(ensure_ascii=False, indent=1)
    yield f'{{"made_at": {encoder.encode(made_at)}'.encode()
    for part in parts():
        yield f',\n"{part.name}": ['.encode()
        for number, row in _numbered(part, user):
            comma = "," if number > 1 else ""
            yield f"{comma}\n{encoder.encode(_told(part, number, row))}".encode()
        yield b"]"
    yield b"}\n"


def _page(user: User, made_at: datetime) -> Iterator[bytes]:
    about = {"made_at": made_at, "name": user.display_name, "parts": parts()}
    yield render_to_string("account/data/_head.html", about).encode()
    for part in parts():
        yield render_to_string("account/data/_part.html", {"part": part}).encode()
        number = 0
        for number, row in _numbered(part, user):
            facts = [
                _Fact(key.replace("_", " ").capitalize(), value, isinstance(row[key], File))
                for key, value in _told(part, number, row).items()
                if value not in (None, "", [])
            ]
            context = {"part": part, "number": number, "facts": facts}
            yield render_to_string("account/data/_row.html", context).encode()
        if not number:
            yield render_to_string("account/data/_nothing.html").encode()
    yield render_to_string("account/data/_foot.html").encode()


@dataclass(frozen=True)
class _Fact:
    label: str
    value: Any
    is_file: bool

    @property
    def is_time(self) -> bool:
        return isinstance(self.value, datetime)

    @property
    def is_list(self) -> bool:
        return isinstance(self.value, list)

    @property
    def is_answer(self) -> bool:
        return isinstance(self.value, bool)
