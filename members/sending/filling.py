"""Putting kept words back into a form as it stands in a page, whatever view made the page."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from members.sending.fields import KEY

NOT_TYPED = {"button", "file", "image", "password", "reset", "submit"}


class Page:
    """A page of HTML in which a form that is sent to *path* may stand."""

    def __init__(self, html: str, *, address: str, path: str, names: Iterable[str]) -> None:
        self.soup = BeautifulSoup(html, "html.parser")
        forms: Iterable[Any] = self.soup.find_all("form")
        wanted = set(names)
        self.form: Any = max(
            (form for form in forms if _is_sent_to(form, address, path)),
            key=lambda form: len(wanted & {field["name"] for field in form.select("[name]")}),
            default=None,
        )

    def fill(self, fields: Iterable[tuple[str, str]], key: str) -> list[str]:
        """Give each field what was in it; returns the words for which there is no place."""
        values: dict[str, list[str]] = defaultdict(list)
        for name, value in fields:
            values[name].append(value)
        for field in self.form.select("input[name], textarea[name], select[name]"):
            name, kind = field["name"], field.get("type", "text").lower()
            if name == KEY:
                field["value"] = key or field["value"]
            elif field.name == "input" and kind in ("checkbox", "radio"):
                _set(field, "checked", field.get("value", "on") in values[name])
                _open_around(field, values[name])
            elif field.name == "select":
                _choose(field, values[name])
            elif values[name] and not (field.name == "input" and kind in NOT_TYPED):
                value = values[name].pop(0)
                if kind != "hidden" or _is_typed_into(field):
                    _write(field, value)
                    _open_around(field, [value])
        there = {field["name"] for field in self.form.select("[name]")}
        return [
            value for name, left in values.items() if name not in there for value in left if value
        ]

    def begin_with(self, note: str) -> None:
        self.form.insert(0, BeautifulSoup(note, "html.parser"))

    def needs_no_file_for(self, names: Iterable[str]) -> None:
        """Make the fields of kept files optional: those files need not be chosen again."""
        for name in names:
            for field in self.form.find_all("input", attrs={"type": "file", "name": name}):
                _set(field, "required", False)

    def __str__(self) -> str:
        return str(self.soup)


def _is_sent_to(form: Any, address: str, path: str) -> bool:
    if form.get("method", "").lower() != "post":
        return False
    return urlsplit(urljoin(address, form.get("action", ""))).path == path


def _is_typed_into(field: Tag) -> bool:
    """Whether a hidden field holds what was typed, as in Wagtail's editor; ours do not."""
    return any(name.startswith("data-draftail") for name in field.attrs)


def _write(field: Tag, value: str) -> None:
    if field.name == "textarea":
        field.string = f"\n{value}"  # Browsers drop a first line end.
    else:
        field["value"] = value


def _choose(field: Tag, values: list[str]) -> None:
    options = field.find_all("option")
    offered = {_value(option) for option in options}
    if values and not offered.isdisjoint(values):
        for option in options:
            _set(option, "selected", _value(option) in values)


def _value(option: Any) -> str:
    return option.get("value", option.get_text())


def _set(field: Tag, attribute: str, on: bool) -> None:
    if on:
        field[attribute] = ""
    else:
        field.attrs.pop(attribute, None)


def _open_around(field: Tag, values: list[str]) -> None:
    """Open the folds around a field that was filled in."""
    if any(values):
        for fold in field.find_parents("details"):
            fold["open"] = ""
