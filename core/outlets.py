"""Feeds and lists for programs that break at an odd character, whatever the database holds."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.functional import Promise
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from core.text import clean

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_wagtail_cell = SpreadsheetExportMixin.preprocess_field_value


def install() -> None:
    """Write every cell of every list that editors take away as what it is: words."""
    SpreadsheetExportMixin.preprocess_field_value = _cell  # type: ignore[method-assign]


def _cell(view: Any, field: str, value: Any, export_format: str) -> Any:
    told = _wagtail_cell(view, field, value, export_format)
    return plain_cell(told) if isinstance(told, str) else told


def plain_cell(text: str) -> str:
    """The text as a cell that no program takes for a formula."""
    text = clean(text)
    risky = text.startswith(("\t", "\n")) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if risky else text


class Feed(Rss201rev2Feed):
    """RSS whose every text XML 1.0 allows."""

    def add_item(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        told = {name: _in_xml(value) for name, value in kwargs.items()}
        super().add_item(*map(_in_xml, args), **told)


class AtomFeed(Atom1Feed):
    """Atom whose every text XML 1.0 allows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        told = {name: _in_xml(value) for name, value in kwargs.items()}
        super().__init__(*map(_in_xml, args), **told)

    def add_item(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        told = {name: _in_xml(value) for name, value in kwargs.items()}
        told["categories"] = [_in_xml(name) for name in kwargs.get("categories", ())]
        super().add_item(*map(_in_xml, args), **told)


def _in_xml(value: Any) -> Any:
    return clean(str(value), markup=True) if isinstance(value, (str, Promise)) else value
