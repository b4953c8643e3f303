"""Street addresses: a number, a name and a kind of street, on one line."""

import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"[0-9]{1,5}[A-Za-z]?(?:-[0-9]{1,5}[A-Za-z]?)?")
_CERTAIN = frozenset({"street", "road", "avenue", "crescent", "terrace"})
"""With these a name in small letters counts too."""
_MORE = """
drive place lane way close court grove parade quay esplanade highway rise loop mews square
boulevard
"""
_KINDS = _CERTAIN | frozenset(_MORE.split())
_ABBREVIATED = "St Rd Ave Av Tce Cres Dr Pl Ln Ct Gr Pde Hwy Sq Blvd"
_SHORT = frozenset(_ABBREVIATED.split())
_LONGEST_NAME = 4


def streets(text: str) -> Iterator[str]:
    """The street addresses in a plain text, as they were typed."""
    for line in text.split("\n"):
        words = list(_WORD.finditer(line))
        for at, number in enumerate(words):
            if _NUMBER.fullmatch(number[0]):
                end = _end_of_street(line, words, at)
                if end is not None:
                    yield line[_start(line, number) : end]


def _start(line: str, number: re.Match[str]) -> int:
    """Where it begins: with the flat, in "3/12 Queen Street"."""
    start = number.start()
    if line[start - 1 : start] == "/":
        before = start - 1
        while before and line[before - 1].isalnum():
            before -= 1
        return before
    return start


def _end_of_street(line: str, words: list[re.Match[str]], at: int) -> int | None:
    name: list[str] = []
    for before, word in zip(words[at:], words[at + 1 : at + 2 + _LONGEST_NAME], strict=False):
        if line[before.end() : word.start()] != " ":
            return None
        if name and _is_kind(word[0], name, words[at][0]):
            return word.end()
        name.append(word[0])
    return None


def _is_kind(word: str, name: list[str], number: str) -> bool:
    if all(each[0].isupper() for each in name):
        return word.casefold() in _KINDS or word in _SHORT
    return word.casefold() in _CERTAIN and len(name) == 1 and len(number) > 1
