"""The words of a message that may be quoted, and whether somebody quotes them as they stand."""

import re
from html import unescape

LONGEST = 1_000
"""Characters that may be quoted: what is longer is read where it stands."""

GAP = "…"
"""What stands where words are left out."""

_LINE_ENDS = re.compile(r"<br ?/?>|<hr ?/?>|</(?:p|li|pre|blockquote|h[3-6]|tr|th|td)>")
_TAG = re.compile('<(?:"[^"]*"|[^">])*>')
_GAPS = re.compile(r"\[?(?:…|\.{3,})\]?|\n")


def plain(html: str | None) -> str:
    """What stored HTML says, line by line, without its form."""
    text = unescape(_TAG.sub("", _LINE_ENDS.sub("\n", html or "")))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def beginning(text: str) -> str:
    """The text, or as many of its first words as may be quoted."""
    if len(text) <= LONGEST:
        return text
    room = LONGEST - len(GAP) - 1
    cut = text[: room + 1]
    whole = cut[: max(cut.rfind(" "), cut.rfind("\n"))].rstrip() if re.search(r"\s", cut) else ""
    return f"{whole or text[:room]} {GAP}"


def pieces_of(words: str) -> list[str]:
    """The pieces of a quotation, between its ends of lines and the gaps in it."""
    return [piece for each in _GAPS.split(words) if (piece := " ".join(each.split()))]


def not_said(words: str, text: str) -> list[str]:
    """Those pieces of the words that do not stand in the text, one after the other, as whole words.

    Nobody is quoted with what they did not say.
    """
    said, missing, start = " ".join(text.split()), [], 0
    for piece in pieces_of(words):
        end = _end_of(piece, said, start)
        if end is None:
            missing.append(piece)
        else:
            start = end
    return missing


def _end_of(piece: str, text: str, start: int) -> int | None:
    """Where the piece ends, where it stands first from ``start`` on; None where it does not."""
    while (at := text.find(piece, start)) >= 0:
        end = at + len(piece)
        if not (_joins(text, at, piece[0]) or _joins(text, end, piece[-1])):
            return end
        start = at + 1
    return None


def _joins(text: str, at: int, edge: str) -> bool:
    """Whether a word of the text goes on over this place, beside the ``edge`` of a piece."""
    return 0 < at < len(text) and edge.isalnum() and text[at - 1].isalnum() and text[at].isalnum()
