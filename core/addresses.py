"""What an address may hold, and where the editors' screens are."""

from typing import Any

from django.http import HttpRequest
from django.urls.converters import DEFAULT_CONVERTERS, IntConverter, PathConverter, StringConverter
from django.utils.http import url_has_allowed_host_and_scheme

EDITORS = "/admin/"
LONGEST_NUMBER = 18
"""Digits: as many as 64 bits hold, whatever the digits are."""


class NumberConverter(IntConverter):
    """Numbers that a database can hold. A longer one is the address of nothing."""

    regex = f"[0-9]{{1,{LONGEST_NUMBER}}}"


class WordConverter(StringConverter):
    """Words without NUL, which PostgreSQL takes in no question."""

    regex = "[^/\0]+"


class WayConverter(PathConverter):
    regex = "[^\0]+"


def bound() -> None:
    """Give ``<int:…>``, ``<str:…>`` and ``<path:…>`` these converters, in libraries' addresses too.

    Django means to take back ``register_converter`` for names that it has itself, so they are
    changed where it keeps them. To be called before any address is read.
    """
    DEFAULT_CONVERTERS["int"] = NumberConverter()
    DEFAULT_CONVERTERS["str"] = WordConverter()
    DEFAULT_CONVERTERS["path"] = WayConverter()


def number(given: Any) -> int | None:
    """The number given after the ``?`` or in a form; None for one that no database can hold."""
    text = str(given)
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
        return int(text)
    return None


def way_back(request: HttpRequest, wanted: str) -> str:
    """The path to go on to, as an address or a form names it; ``/`` where it is not of this site.

    Other words would be taken for a view's name by ``redirect``.
    """
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours and wanted.startswith("/") else "/"
