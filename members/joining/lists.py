"""Lists of people as they are really pasted: from a spreadsheet, from Outlook, from a CSV file.

Commas, semicolons and tabs part cells; lines part people, and so does each further address. Names
stand before or behind an address. Quoted cells hold what they like, line ends too (RFC 4180).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from core.text import without_controls

MOST = 500
"""People in one list."""
LONGEST_NAME = 80
LONGEST_ADDRESS = 254

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"＠": "@", "，": ",", "；": ";"})
_HEADING = re.compile(r"((e-?mail|mail)( ?address)?|address|((\w+ )?(name|surname))|īmēra|ingoa)")
_MAIL = re.compile(r"mail|address|īmēra")
_TOKEN = re.compile(r"<[^<>]*>?|[^\s<>]+")
_QUOTED = re.compile(r'"(?:[^"]|""){0,500}"(?= {0,9}(?:[,;\t\n<]|\Z))')
_ANGLED = re.compile(r"<[^<>\n]{0,500}>")
_AROUND = " \t<>()[]{}\"'‘’`.,;:!?*|"
_is_address = EmailValidator(allowlist=[])


@dataclass(frozen=True)
class Line:
    """One person of a list, or what is wrong with the line in which they should be."""

    number: int
    email: str
    name: str
    error: str = ""


def read_list(text: str) -> list[Line]:
    """Each person of a list, by the number of the line where they begin; or what is wrong there.

    Empty lines and a heading are passed over. Raises ValidationError for too many people.
    """
    rows = [(number, cells) for number, cells in _rows(_tidy(text)) if any(cells)]
    if rows and _is_heading(rows[0][1]):
        heading = [cell.strip().strip('"').lower() for cell in rows.pop(0)[1]]
    else:
        heading = []
    lines: list[Line] = []
    first: dict[str, int] = {}
    for number, cells in rows:
        for email, name in _by_heading(cells, heading) or _people(cells):
            line = _checked(Line(number, email, name))
            if not line.error and email in first:
                error = _("The same address stands in line %(line)d.") % {"line": first[email]}
                line = replace(line, error=error)
            first.setdefault(email, number)
            lines.append(line)
            if len(lines) > MOST:
                raise ValidationError(_("At most %(most)d at a time."), params={"most": MOST})
    return lines


def decoded(upload: bytes) -> str:
    """The text of a file as programs save it: UTF-8, UTF-16 or Windows-1252.

    Raises ValidationError for what is no text.
    """
    for name in _encodings(upload):
        try:
            text = upload.decode(name)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise ValidationError(_("This is no text. Save it as CSV (UTF-8)."))


def _encodings(upload: bytes) -> list[str]:
    if upload.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if upload.count(0) > len(upload) // 4:
        return ["utf-16-le" if 0 in upload[1:2] else "utf-16-be"]
    return ["utf-8-sig", "cp1252"]


def _tidy(text: str) -> str:
    """The text without what is invisible; every space and quotation mark is the plain one."""
    text = re.sub(r"\A\ufeff?sep=.\r?\n", "\n", text, flags=re.IGNORECASE)
    text = re.sub(r"'([^'\n<>]{0,200})'(?= {0,9}<)", r'"\1"', text)
    kinds = {"Zs": " ", "Cf": ""}
    plain = without_controls(text).translate(_QUOTES)
    return "".join(kinds.get(unicodedata.category(each), each) for each in plain)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with the number of its first line.

    A quotation mark opens at the beginning of a cell, and only where another closes it before
    the next cell or line; separators within angle brackets part nothing.
    """
    number = begun = 1
    cells: list[str] = []
    here = place = 0
    is_blank = True
    while place < len(text):
        sign = text[place]
        whole = {'"': _QUOTED, "<": _ANGLED}.get(sign) if is_blank or sign == "<" else None
        if whole and (found := whole.match(text, place)):
            number += found.group().count("\n")
            place, is_blank = found.end(), False
            continue
        if sign in ",;\t\n":
            cells.append(text[here:place].strip())
            here, is_blank = place + 1, True
        elif sign != " ":
            is_blank = False
        if sign == "\n":
            yield begun, cells
            number += 1
            begun, cells = number, []
        place += 1
    yield begun, [*cells, text[here:].strip()]


def _is_heading(cells: list[str]) -> bool:
    words = [cell.strip('" :').lower() for cell in cells]
    return not any("@" in word for word in words) and any(map(_HEADING.fullmatch, words))


def _by_heading(cells: list[str], heading: list[str]) -> list[tuple[str, str]]:
    """The one person of a row in a table that names its columns; none where it does not fit."""
    if len(cells) != len(heading) or len(heading) < 2:
        return []
    columns = list(zip(heading, cells, strict=True))
    found = [
        address for title, cell in columns if _MAIL.search(title) for address in _found_in(cell)
    ]
    named = [_words(cell) for title, cell in columns if not _MAIL.search(title) and "name" in title]
    return [(found[0][0], " ".join(filter(None, named)))] if len(found) == 1 and named else []


def _people(cells: list[str]) -> list[tuple[str, str]]:
    """Addresses with their names, in a row that may hold several people."""
    people: list[tuple[str, str]] = []
    loose: list[str] = []
    names_follow = bool(cells) and [name for _email, name in _found_in(cells[0])] == [""]
    for cell in cells:
        found = _found_in(cell)
        if not found and (words := _words(cell)):
            if names_follow and people and not people[-1][1]:
                people[-1] = (people[-1][0], words)
            elif names_follow and people:
                people[-1] = (people[-1][0], f"{people[-1][1]} {words}")
            else:
                loose.append(words)
        for email, name in found:
            # Outlook writes the surname first, and a comma behind it.
            people.append(
                (
                    email,
                    " ".join(
                        [*([name] if name else []), *loose]
                        if "<" in cell
                        else [*loose, *([name] if name else [])]
                    ),
                )
            )
            loose = []
    if people and loose:
        email, name = people[-1]
        people[-1] = (email, " ".join(filter(None, [name, *loose])))
    if not people and any(cells):
        people = [("", " ".join(loose) or " ".join(filter(None, cells)))]
    return people


def _found_in(cell: str) -> list[tuple[str, str]]:
    """The addresses of one cell, each with the words before it."""
    found, here = [], 0
    bare = cell[1:-1] if _is_quoted(cell) and "@" in cell else cell
    for match in _TOKEN.finditer(bare):
        if "@" not in match.group():
            continue
        found.append((_address(match.group()), _words(bare[here : match.start()])))
        here = match.end()
    rest = _words(bare[here:])
    if rest and len(found) == 1:
        found = [(found[0][0], " ".join(filter(None, [found[0][1], rest])))]
    return found


def _is_quoted(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == cell[-1] == '"'


def _address(said: str) -> str:
    said = re.sub(r"(?i)\A[<\s\"'(\[]*mailto:", "", said).partition("?")[0]
    return said.strip(_AROUND).lower()


def _words(cell: str) -> str:
    """The name in a cell; "" where there is no letter, as in a telephone number."""
    words = " ".join(cell.replace('""', '"').strip().strip('"<>()[]').split()).strip(" ,;:-")
    words = re.sub(r"(?i)\bmailto:?$", "", words).strip()
    surname, comma, first = words.partition(", ")
    if comma and "," not in first:
        words = f"{first} {surname}"
    return words if any(each.isalpha() for each in words) else ""


def _checked(line: Line) -> Line:
    """The line with what is wrong: an address that is none, or to which no mail would arrive."""
    if not line.email:
        return replace(
            line, email=line.name, name="", error=_("There is no e-mail address in this line.")
        )
    try:
        _is_address(line.email)
    except ValidationError:
        return replace(line, error=_("This is no e-mail address."))
    if '"' in line.email or "[" in line.email:
        return replace(line, error=_("This is no e-mail address."))  # Right, and reaches nobody.
    if len(line.email) > LONGEST_ADDRESS:
        return replace(line, error=_("This address is too long."))
    if len(line.name) > LONGEST_NAME:
        return replace(line, error=_("This name is too long."))
    return line
