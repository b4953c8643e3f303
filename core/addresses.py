"""What an address may hold, and where the editors' screens are."""

from typing import Any

from django.urls.converters import IntConverter

EDITORS = "/admin/"
LONGEST_NUMBER = 18
"""Digits: as many as 64 bits hold, whatever the digits are."""


class NumberConverter(IntConverter):
    """Numbers that a database can hold. A longer one is the address of nothing."""

    regex = f"[0-9]{{1,{LONGEST_NUMBER}}}"


def number(given: Any) -> int | None:
    """The number that was given after the ``?`` or in a form; None when it is none to look for."""
    text = str(given)
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
        return int(text)
    return None
