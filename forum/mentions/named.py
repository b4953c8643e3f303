"""Who is named with an @ in a message: names as they are typed, found in its words alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.folding import folded

MOST = 10
"""People who can be named in one message; further names are only words."""

LONGEST_NAME = 6
"""Words of a name."""

FACILITATORS = "facilitators"
"""What calls those together who look after the room."""

_LONGEST_TEXT = 20_000
"""Characters that are looked through, as many as are rendered."""

# Not within an address: of mail, of a page, of somebody elsewhere.
_AT = re.compile(r"(?<![\w.+/@\-])@(?=\w)")
_ENDS = re.compile(r"[,;:!?)\]}…”\"]+$")
_STOPS = re.compile(r"[.,;:!?)\]}…”\"]+$")
_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_I = re.compile(r"I(?:$|\W)")

_markdown = MarkdownIt("js-default", {"html": False, "maxNesting": 20})


@dataclass(frozen=True)
class Mention:
    """One place where somebody is named: each name that the words after the @ may be, folded.

    ``names`` holds them from the longest to the shortest; ``ends`` are those after which a name
    would end: before a full stop, a small letter or the end of the line.
    """

    names: tuple[str, ...] = ()
    ends: frozenset[str] = frozenset()
    calls_facilitators: bool = False


@lru_cache(maxsize=128)
def mentions_in(text: str) -> tuple[Mention, ...]:
    """The first few mentions of a message, each once. What it quotes, code and the words of links
    name nobody."""
    if "@" not in text:
        return ()
    found: dict[Mention, None] = {}
    for piece in _said(_markdown.parse(text[:_LONGEST_TEXT])):
        for at in _AT.finditer(piece):
            mention = _mention(piece[at.end() :])
            if mention is not None:
                found[mention] = None
                if len(found) == MOST:
                    return tuple(found)
    return tuple(found)


def names_in(text: str) -> frozenset[str]:
    """Every name, folded, that somebody who is named in the message may have."""
    return frozenset(name for mention in mentions_in(text) for name in mention.names)


def _said(tokens: list[Token]) -> Iterator[str]:
    """The pieces of a line that its author said: outside quotations, code and links."""
    quoted = 0
    for token in tokens:
        if token.type == "blockquote_open":
            quoted += 1
        elif token.type == "blockquote_close":
            quoted -= 1
        elif token.type == "inline" and not quoted:
            linked = 0
            for child in token.children or ():
                linked += (child.type == "link_open") - (child.type == "link_close")
                if child.type == "text" and not linked:
                    yield child.content


def _mention(after: str) -> Mention | None:
    words = after[: 100 * LONGEST_NAME].split()[: LONGEST_NAME + 1]
    if words and folded(_STOPS.sub("", words[0])) == FACILITATORS:
        return Mention(calls_facilitators=True)
    names: dict[str, None] = {}
    ends = set()
    for count, word in enumerate(words[:LONGEST_NAME], start=1):
        bare = _STOPS.sub("", word)
        before = words[: count - 1]
        here = {
            folded(" ".join([*before, last])) for last in (word, bare, _POSSESSIVE.sub("", bare))
        }
        here.discard("")
        names |= dict.fromkeys(sorted(here, key=len))
        following = words[count] if count < len(words) else ""
        if bare != word or not following[:1].isupper() or _I.match(following):
            ends |= here
        if _ENDS.search(word):
            break
    if not names:
        return None
    return Mention(tuple(sorted(names, key=len, reverse=True)), frozenset(ends))
