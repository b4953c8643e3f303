"""The forms of a page as a browser would send them: where, how, and with which fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class FilledForm:
    """``fields`` as they stand on the page, the first choice taken where none is."""

    address: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def key(self) -> tuple[str, tuple[str, ...]]:
        return self.address, tuple(sorted(self.fields))


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[FilledForm] = []
        self._open: FilledForm | None = None
        self._text = self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            address = urljoin(self.address, given.get("action", ""))
            self._open = FilledForm(address, given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "textarea":
            self._text = name
            self._open.fields.setdefault(name, [""])
        elif tag == "select":
            self._choice = name
        elif tag == "option" and self._choice:
            if "selected" in given or self._choice not in self._open.fields:
                self._open.fields[self._choice] = [given.get("value", "")]
        elif tag in ("input", "button") and name:
            self._take(name, given)

    def _take(self, name: str, given: dict[str, str]) -> None:
        assert self._open
        if given.get("type") == "file":
            self._open.files.append(name)
        elif given.get("type") in ("checkbox", "radio") and "checked" not in given:
            self._open.fields.setdefault(name, [given.get("value", "on")])
        else:
            self._open.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._text = ""
        elif tag == "select":
            self._choice = ""

    def handle_data(self, data: str) -> None:
        if self._text and self._open:
            self._open.fields[self._text][0] += data


def forms_of(address: str, html: str) -> list[FilledForm]:
    reader = _Reader(address)
    reader.feed(html)
    return reader.forms
