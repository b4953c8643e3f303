"""What people type, made clean: one form of each letter, no controls, line ends that are one sign.

Every form's text comes through here (``core.door``, docs/adr/0024), and so does what comes
by another way: uploaded lists, what a provider says of somebody, rows from before. What
leaves for a reader that breaks at an odd character (XML, spreadsheets) is cleaned again.
"""

import html
import re
import unicodedata

MOST_MARKS = 8
"""Accents and signs without width on one letter. Written languages need fewer; towers of them
lie over the lines around."""

MOST_TO_COMPOSE = 30
"""The same before letters are composed, which takes time by the square of it (UAX 15: 30)."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ONE_LINE = re.compile("[\n\t]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Halves of characters, what is no character, and signs that Unicode has given up.
_UNWANTED = re.compile(
    "[\u202d\u202e\u206a-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0001"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(1 << 16, 17 << 16, 1 << 16)
    )
    + "]"
)
# Letters and symbols by their category which show nothing: fillers, blanks, a lost picture.
_BLANK = frozenset("\u115f\u1160\u2065\u2800\u3164\uffa0\ufffc\U0001d159")
_EMBEDDINGS, _ISOLATES = "\u202a\u202b", "\u2066\u2067\u2068"
_END_EMBEDDING, _END_ISOLATE = "\u202c", "\u2069"
_DIRECTIONS = re.compile(f"[{_EMBEDDINGS}{_END_EMBEDDING}{_ISOLATES}{_END_ISOLATE}]")
_TAGS = re.compile("(<[^<>]*>)")
_EDGES = "\t\n \xa0\u1680" + "".join(map(chr, range(0x2000, 0x200C))) + "\u202f\u205f\u2060\u3000"


def clean(text: str, *, lines: bool = True, markup: bool = False) -> str:
    """The text as it is kept: NFC, without controls, its lines ended by LF.

    A vertical tab (a soft line break in Word) and a form feed end a line. Without
    ``lines`` each line end and tab is a space. What says in which direction to read is
    closed in the line where it was opened. ``markup`` is HTML: no accent is
    composed with the end of a tag. Cleaning twice changes nothing more.
    """
    text = _UNWANTED.sub("", without_controls(text))
    if not lines:
        text = _ONE_LINE.sub(" ", text)
    if text.isascii():
        return text
    text = _bounded(text, MOST_TO_COMPOSE)
    pieces = _TAGS.split(text) if markup else [text]
    text = "".join(unicodedata.normalize("NFC", piece) for piece in pieces)
    text = _bounded(text, MOST_MARKS)
    if _DIRECTIONS.search(text):
        text = "\n".join(_balanced(line) for line in text.split("\n"))
    return text


def without_controls(text: str, instead: str = "") -> str:
    """The text with every line end the one sign LF, its tabs, and no other control."""
    return _CONTROLS.sub(instead, _LINE_ENDS.sub("\n", text))


def title(text: str) -> str:
    """The text as a name or a title is kept: one line, "" when nothing of it is visible."""
    text = stripped(clean(text, lines=False))
    return text if is_visible(text) else ""


def isolated(text: str) -> str:
    """The text as it may stand among others in plain text, whichever way it is read."""
    turns = any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
    return f"\u2068{text}\u2069" if turns else text


def words_of(markup: str) -> str:
    """What HTML says, without its tags."""
    return html.unescape(_TAGS.sub("", markup))


def stripped(text: str) -> str:
    """A clean text without the spaces around it, those without width included."""
    return text.strip(_EDGES)


def is_visible(text: str) -> bool:
    """Whether anything of the text can be seen. Accents need a letter to stand on."""
    return any(_shows(character) for character in text)


def _shows(character: str) -> bool:
    if character in _BLANK or "\ufff0" <= character <= "\ufff8":
        return False
    if "\U000e0000" <= character <= "\U000e0fff":
        return False
    # Letters that are younger than Python's tables have no category, and do show.
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs")


def _bounded(text: str, most: int) -> str:
    """The text with at most so many marks, or signs without width, in a row."""
    marks = [c for c in set(text) if unicodedata.category(c) in ("Cf", "Me", "Mn")]
    if not marks:
        return text
    mark = f"[{''.join(map(re.escape, sorted(marks)))}]"
    return re.sub(f"({mark}{{{most}}}){mark}+", r"\1", text)


def _balanced(line: str) -> str:
    """One line, in which each turn of direction that is opened is closed, and no other."""
    kept: list[str] = []
    opened: list[str] = []
    for character in line:
        if character in _EMBEDDINGS or character in _ISOLATES:
            opened.append(character)
        elif character == _END_EMBEDDING:
            if not opened or opened[-1] in _ISOLATES:
                continue
            opened.pop()
        elif character == _END_ISOLATE:
            if not any(each in _ISOLATES for each in opened):
                continue
            while opened.pop() in _EMBEDDINGS:
                kept.append(_END_EMBEDDING)
        kept.append(character)
    ends = (_END_ISOLATE if each in _ISOLATES else _END_EMBEDDING for each in reversed(opened))
    return "".join([*kept, *ends])
