"""National Health Index numbers, which name one person in all of Aotearoa's health records.

HISO 10046: three letters and four signs, of which the last checks the others. Today's have
three digits and a check digit (ZZZ0016); the coming ones two digits, a letter and a check letter
(ZZZ00AX).
"""

import re
from collections.abc import Iterator

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which look like digits; each stands for its place, from 1."""

_WEIGHTS = (7, 6, 5, 4, 3, 2)
_RUN = re.compile(r"[^\W_]+")
_MONTHS = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "DEC"}


def is_nhi(text: str) -> bool:
    """Whether these seven signs are a number, by their check sign."""
    text = text.upper()
    if len(text) != 7 or not text.isascii():
        return False
    if not (_are_letters(text[:3]) and text[3:5].isdigit()):
        return False
    if text[5:].isdigit():
        rest = _sum(text) % 11
        return rest != 0 and int(text[6]) == (11 - rest) % 10
    if _are_letters(text[5:]):
        return text[6] == LETTERS[23 - _sum(text) % 24]
    return False


def numbers(text: str) -> Iterator[str]:
    """The numbers in a plain text, as they were typed: in one, or parted after the letters."""
    before: re.Match[str] | None = None
    for run in _RUN.finditer(text):
        typed = run[0]
        bare = typed[3:] if len(typed) == 10 and typed.upper().startswith("NHI") else typed
        if is_nhi(bare):
            yield bare
        elif before is not None and len(before[0]) == 3 and len(typed) == 4:
            between = text[before.end() : run.start()]
            parted = between == "-" or (between == " " and not _is_said(before[0], typed))
            if parted and is_nhi(before[0] + typed):
                yield text[before.start() : run.end()]
        before = run


def _is_said(letters: str, digits: str) -> bool:
    """Whether a word and a year stand there ("the 1998", "MAY 2019") and no number."""
    return not letters.isupper() or (letters in _MONTHS and digits[:2] in ("19", "20"))


def _are_letters(text: str) -> bool:
    return all(letter in LETTERS for letter in text)


def _sum(text: str) -> int:
    values = (int(sign) if sign.isdigit() else LETTERS.index(sign) + 1 for sign in text)
    return sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=False))
