"""The one door through which everything typed into a form comes in (docs/adr/0024)."""

import re
from typing import Any

from django import forms
from wagtail.admin.rich_text import DraftailRichTextArea

from core import text

_WORDS = ("text", "search")
_SHOWS_ITSELF = re.compile("<(?:embed|hr|img)\\b")
_django_to_python = forms.CharField.to_python
_django_widget_attrs = forms.CharField.widget_attrs


def install() -> None:
    """Have Django's one field for text clean it: those of libraries and editors derive from it."""
    forms.CharField.to_python = _to_python  # type: ignore[assignment, method-assign]
    forms.CharField.widget_attrs = _widget_attrs  # type: ignore[assignment, method-assign]


def _to_python(field: Any, value: Any) -> Any:
    """In place of ``CharField.to_python``: the text clean, and empty when nothing of it shows.

    A password stays as it is typed: who hashes it normalises it (``members.passwords``).
    """
    if value in field.empty_values or isinstance(field.widget, forms.PasswordInput):
        return _django_to_python(field, value)
    markup = isinstance(field.widget, DraftailRichTextArea)
    lines = isinstance(field.widget, (forms.Textarea, forms.HiddenInput))
    cleaned = text.clean(str(value), lines=lines, markup=markup)
    if field.strip:
        cleaned = text.stripped(cleaned)
    shows = shows_in_html(cleaned) if markup else text.is_visible(cleaned)
    return _django_to_python(field, cleaned if shows else "")


def _widget_attrs(field: Any, widget: forms.Widget) -> dict[str, Any]:
    """Django's attributes, with words in their own direction and no ``maxlength`` on a text area.

    By it a browser cuts what is pasted without a word, and counts otherwise than the field
    does: two for an emoji, two for a decomposed letter.
    """
    attrs = _django_widget_attrs(field, widget)
    if isinstance(widget, forms.Textarea):
        attrs.pop("maxlength", None)
    if isinstance(widget, forms.Textarea) or getattr(widget, "input_type", "") in _WORDS:
        attrs["dir"] = "auto"
    return attrs


def shows_in_html(markup: str) -> bool:
    """Whether a reader of this HTML sees anything: a letter, a picture, a line."""
    return text.is_visible(text.words_of(markup)) or bool(_SHOWS_ITSELF.search(markup))
