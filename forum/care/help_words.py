"""Words at which somebody is shown where help is. Whole words are compared, in plain spelling."""

import re
from collections.abc import Iterable

from core.folding import folded

DEFAULT = """suicide
suicidal
kill myself
killing myself
end my life
ending my life
end it all
take my own life
taking my own life
want to die
wanted to die
wish I was dead
wish I were dead
better off dead
better off without me
no reason to live
not worth living
don't want to live
don't want to be here anymore
can't go on
self-harm
self harming
hurt myself
hurting myself
cut myself
cutting myself
overdose
whakamomori
"""
"""What a site looks for until its editors say otherwise, one a line."""

_WORD = re.compile(r"[^\W_]+")


def default() -> str:
    return DEFAULT


def entries(lines: str) -> list[str]:
    """The words and phrases of a list, one a line."""
    return [line.strip() for line in lines.splitlines() if _words(line)]


def stands_in(phrases: Iterable[str], text: str) -> bool:
    """Whether any of these stands in the text as whole words, whatever signs are between them."""
    return bool(first_in(phrases, text))


def first_in(phrases: Iterable[str], text: str) -> str:
    """The first of these that stands in the text; "" where none does."""
    said = f" {_words(text)} "
    return next((phrase for phrase in phrases if f" {_words(phrase)} " in said), "")


def _words(text: str) -> str:
    return " ".join(_WORD.findall(folded(text)))
