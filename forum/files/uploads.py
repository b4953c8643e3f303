"""Which files may come with a post, and in what form they are kept."""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from core.files import clean_name
from core.pictures import redrawn

MAX_SIZE = 5 * 1024 * 1024
MAX_FILES = 5
LONGEST_SIDE = 2560
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 2_000

_OFFICE = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
_OPEN_DOCUMENT = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "epub": b"application/epub+zip",
}
_PICTURES = {
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "png": "png",
    "gif": "gif",
    "webp": "webp",
    "avif": "avif",
}

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "rtf": "application/rtf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    **{name: content_type.decode() for name, content_type in _OPEN_DOCUMENT.items()},
    **{name: f"image/{kind}" for name, kind in _PICTURES.items()},
}
ACCEPT = ",".join(f".{name}" for name in CONTENT_TYPES)
"""For the ``accept`` attribute of a file field."""


def content_type_of(name: str) -> str:
    return CONTENT_TYPES.get(_extension(name), "application/octet-stream")


def is_picture(name: str) -> bool:
    return _extension(name) in _PICTURES


def accepted(upload: File) -> File:
    """The file as it may be kept. Raises ValidationError with what to do instead.

    Extension and content must agree. Pictures are drawn anew, so that neither the
    place where a photograph was taken nor anything hidden in it is passed on; they are
    named after what they are.
    """
    name = clean_name(upload.name or "")
    extension = _extension(name)
    if extension not in CONTENT_TYPES:
        raise ValidationError(
            _(
                "Files of this kind cannot be added. You can add documents (PDF, Word, "
                "PowerPoint, Excel, OpenDocument, text) and pictures (JPEG, PNG, WebP, GIF)."
            ),
            code="kind",
        )
    if upload.size > MAX_SIZE:
        raise ValidationError(
            _("This file is larger than 5 MB. Please make it smaller, or add a link to it."),
            code="size",
        )
    if extension in _PICTURES:
        return redrawn(upload, longest_side=LONGEST_SIDE)
    upload.seek(0)
    try:
        fits = _check_of(extension)(upload.file or upload)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        fits = False
    upload.seek(0)
    if not fits:
        raise ValidationError(
            _(
                "This file does not seem to be what its name says (.%(extension)s). Please open "
                "it, save it again and add it once more."
            ),
            code="content",
            params={"extension": extension},
        )
    return upload


def _extension(name: str) -> str:
    return PurePath(name).suffix.removeprefix(".").lower()


def _check_of(extension: str) -> Callable[[IO[bytes]], bool]:
    if extension in _OFFICE:
        return lambda file: _is_office(file, _OFFICE[extension])
    if extension in _OPEN_DOCUMENT:
        return lambda file: _is_open_document(file, _OPEN_DOCUMENT[extension])
    return {"pdf": _is_pdf, "rtf": _is_rtf, "txt": _is_text, "csv": _is_text}[extension]


def _is_pdf(file: IO[bytes]) -> bool:
    return b"%PDF-" in file.read(1024)


def _is_rtf(file: IO[bytes]) -> bool:
    return file.read(5) == b"{\\rtf"


def _is_text(file: IO[bytes]) -> bool:
    content = file.read()
    if b"\0" in content:
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        content.decode("cp1252")
    return True


def _is_office(file: IO[bytes], folder: str) -> bool:
    """Whether the file is an Office document without macros or embedded programs."""
    with zipfile.ZipFile(file) as parts:
        names = _parts_within_bounds(parts)
        return (
            "[Content_Types].xml" in names
            and any(name.startswith(folder) for name in names)
            and not any(
                name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in names
            )
        )


def _is_open_document(file: IO[bytes], content_type: bytes) -> bool:
    with zipfile.ZipFile(file) as parts:
        names = _parts_within_bounds(parts)
        if "mimetype" not in names or parts.getinfo("mimetype").file_size > 200:
            return False
        return parts.read("mimetype").strip() == content_type


def _parts_within_bounds(parts: zipfile.ZipFile) -> set[str]:
    """The names in the archive; ValueError when it would unpack into too much."""
    listed = parts.infolist()
    if len(listed) > MAX_PARTS or sum(part.file_size for part in listed) > MAX_UNPACKED:
        raise ValueError("The archive unpacks into too much")
    return {part.filename for part in listed}
