"""A full name beside a birth date: together they say who somebody is."""

import re
from collections.abc import Iterator
from datetime import date

from core.folding import folded

_CALENDAR = """
jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july
august september october november december
hanuere pepuere maehe aperira mei hune hurae akuhata hepetema oketopa noema tihema
"""
_MONTHS = frozenset(_CALENDAR.split())
_NUMERIC = re.compile(r"(?<![\w/.-])[0-9]{1,4}([/.-])[0-9A-Za-z]{1,9}\1[0-9]{2,4}(?!\w)")
_TOKEN = re.compile(r"[^\W_]+")
_BIRTH = frozenset({"dob", "born", "birth", "birthdate", "birthday", "whanau"})
_AROUND = """
monday tuesday wednesday thursday friday saturday sunday nhi date of name patient client
the in on at and or but he she they we i my his her their a an dear hi kia ora this
who was is when mr mrs ms miss dr
"""
_NO_NAMES = frozenset(_AROUND.split()) | _MONTHS | _BIRTH
"""Words with a capital that are no part of a name."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NEAR = 60
_GROWN = 12
"""Years after which a date without a word of birth is taken for one."""


def named_births(text: str, today: date) -> Iterator[str]:
    """The names and birth dates that stand beside each other in a plain text, as typed."""
    for start, end, year in _dates(text, today.year):
        around = text[max(0, start - _NEAR) : end + _NEAR]
        words = {folded(word) for word in _TOKEN.findall(around)}
        told = bool(words & _BIRTH) or "d.o.b" in around.casefold()
        if not told and (year is None or year > today.year - _GROWN):
            continue
        name = _name(text[max(0, start - _NEAR) : start], last=True) or _name(
            text[end : end + _NEAR], last=False
        )
        if name:
            yield f"{name}, {text[start:end]}"


def _dates(text: str, this_year: int) -> Iterator[tuple[int, int, int | None]]:
    """Where dates stand, and their year; None for a year of two digits."""
    for found in _NUMERIC.finditer(text):
        parts = found[0].split(found[1])
        year = parts[0] if len(parts[0]) == 4 else parts[2]
        day, month = (parts[2], parts[1]) if len(parts[0]) == 4 else (parts[0], parts[1])
        if len(day) <= 2 and 0 < int(day) <= 31 and _is_month(month):
            if len(year) == 2:
                yield found.start(), found.end(), None
            elif 1900 <= int(year) <= this_year:
                yield found.start(), found.end(), int(year)
    tokens = list(_TOKEN.finditer(text))
    for at, token in enumerate(tokens):
        if at >= 2 and token[0].isdecimal() and len(token[0]) == 4:
            start = _day_and_month(tokens, at)
            near = start is not None and token.end() - start <= 24
            if start is not None and near and 1900 <= int(token[0]) <= this_year:
                yield start, token.end(), int(token[0])


def _day_and_month(tokens: list[re.Match[str]], at: int) -> int | None:
    """Where "3 March", "3rd of March" or "March 3" begins, right before the year."""
    first, second = tokens[at - 2], tokens[at - 1]
    if _is_day(first[0]) and folded(second[0]) in _MONTHS:
        return first.start()
    if folded(first[0]) in _MONTHS and _is_day(second[0]):
        return first.start()
    if at >= 3 and first[0] == "of" and _is_day(tokens[at - 3][0]) and _is_month(second[0]):
        return tokens[at - 3].start()
    return None


def _is_day(word: str) -> bool:
    digits = word.rstrip("sthndr")
    return digits.isdecimal() and len(digits) <= 2 and 0 < int(digits) <= 31


def _is_month(word: str) -> bool:
    if word.isdecimal():
        return len(word) <= 2 and 0 < int(word) <= 12
    return folded(word) in _MONTHS


def _name(text: str, *, last: bool) -> str:
    """A full name in these words: two or more that begin with a capital, beside each other."""
    names: list[str] = []
    start = end = -1
    for word in _WORD.finditer(text):
        goes_on = end >= 0 and _joins(text[end : word.start()], text[start:end])
        if not (word[0][0].isupper() and folded(word[0]) not in _NO_NAMES):
            start = end = -1
            continue
        if goes_on:
            end = word.end()
            if len(word[0]) > 1:
                if names and text[start:end].startswith(names[-1]):
                    names.pop()
                names.append(text[start:end])
        else:
            start, end = word.start(), word.end()
    return (names[-1] if last else names[0]) if names else ""


def _joins(between: str, before: str) -> bool:
    initial = len(before) == 1 or before[-2:-1] == " "
    return between in (" ", ", ") or (initial and between == ". ")
