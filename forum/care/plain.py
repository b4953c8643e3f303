"""What was typed, as it is looked through: pasted text and typed text are the same here."""

import unicodedata

_LINES = "\n\r\x0b\x0c\x85\u2028\u2029"


def plain(text: str) -> str:
    """The text composed, with plain spaces and dashes, and nothing in it that cannot be seen.

    Word and Outlook write spaces that do not break, hyphens that do not or only may, and marks
    of direction. Lines stay lines; runs of spaces are one.
    """
    composed = unicodedata.normalize("NFKC", "".join(map(_plain, text)))
    return "\n".join(" ".join(line.split()) for line in composed.split("\n"))


def _plain(letter: str) -> str:
    if letter.isascii() and letter.isprintable():
        return letter
    if letter in _LINES:
        return "\n"
    kind = unicodedata.category(letter)
    if kind == "Pd" or letter == "\u2212":
        return "-"
    if kind in ("Cf", "Cc") and letter != "\t":
        return ""
    return " " if kind == "Zs" or letter == "\t" else letter
