"""What is different between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

MOST_STEPS = 20_000_000
"""What comparing may cost at worst: pairs of equal words, as often as there are words."""

AROUND = 12
"""Words that are shown on each side of a change; what is between is left out."""

_WORDS = re.compile(r"\s*\S+|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
SAME, GONE, COME, LEFT_OUT = "same", "gone", "come", "left out"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed (``same``), is ``gone``, has ``come`` or is ``left out``."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """How one text became the other, in order: by word; by line where that would take too long;
    else all of the one, and all of the other."""
    start, before, after, end = _apart(before, after)
    middle = [Piece(GONE, before), Piece(COME, after)]
    for pattern in (_WORDS, _LINES):
        old, new = pattern.findall(before), pattern.findall(after)
        if _steps(old, new) <= MOST_STEPS:
            middle = list(_compared(old, new))
            break
    pieces = [Piece(SAME, start), *middle, Piece(SAME, end)]
    return list(_shortened([piece for piece in pieces if piece.text]))


def _apart(before: str, after: str) -> tuple[str, str, str, str]:
    """What both begin with, what is between in each, and what both end with, in whole words."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    first = _alike(old, new)
    old, new = old[first:], new[first:]
    last = _alike(old[::-1], new[::-1])
    cut_old, cut_new = len(old) - last, len(new) - last
    start = "".join(_WORDS.findall(before)[:first])
    return start, "".join(old[:cut_old]), "".join(new[:cut_new]), "".join(old[cut_old:])


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(old, new)))  # noqa: B905


def _steps(old: list[str], new: list[str]) -> int:
    counted, other = Counter(old), Counter(new)
    pairs = sum(number * other[word] for word, number in counted.items())
    return pairs * min(len(old), len(new)) + len(old) + len(new)


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield Piece(SAME, "".join(old[a:b]))
        else:
            yield Piece(GONE, "".join(old[a:b]))
            yield Piece(COME, "".join(new[c:d]))


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces, with what stayed cut down to a few words beside each change."""
    for place, piece in enumerate(pieces):
        words = _WORDS.findall(piece.text) if piece.kind == SAME else []
        before = AROUND if place > 0 else 0
        after = AROUND if place + 1 < len(pieces) else 0
        if len(words) <= before + after + AROUND:
            yield piece
            continue
        if before:
            yield Piece(SAME, "".join(words[:before]))
        yield Piece(LEFT_OUT, "".join(words[before : len(words) - after]))
        if after:
            yield Piece(SAME, "".join(words[len(words) - after :]))
