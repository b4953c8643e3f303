"""A mail's headers and text, made so that no word anybody typed can stop it."""

import re
import unicodedata

from core.text import without_controls

LONGEST_SUBJECT = 150

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""They turn the direction of what stands behind them, in a header to its end."""
_CUT_OFF = {"Mn", "Mc", "Me", "Cf"}
"""What belongs to the character before it."""


def one_line(text: object, most: int | None = None) -> str:
    """The text as a header bears it: one line without controls, cut with "…" after ``most``."""
    line = " ".join(_TURNS.sub("", body_text(text)).split())
    if most is None or len(line) <= most:
        return line
    end = most - 1
    while end > 1 and unicodedata.category(line[end]) in _CUT_OFF:
        end -= 1
    return f"{line[:end].rstrip()}…"


def subject_line(text: object) -> str:
    return one_line(text, LONGEST_SUBJECT)


def body_text(text: object) -> str:
    """The text as a mail's body bears it: every line end is one, other controls are spaces."""
    return without_controls(_without_halves(str(text)), " ")


def _without_halves(text: str) -> str:
    """Halves of characters (lone surrogates), which no encoding takes, become a mark."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
