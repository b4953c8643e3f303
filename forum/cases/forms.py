"""What the form of a topic asks besides, where it is a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.cases.prompts import without_empty


def promise_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Nobody can be recognised in this: not by name, place, date or story"),
        help_text=_("Nor by a colleague who was there. If you are unsure, change more."),
        error_messages={
            "required": _("Please read it once more with that in mind, and tick this then.")
        },
    )


def words_of_case(content: str, nothing: Any) -> str:
    """The words without headings that nothing stands under; ``nothing`` is said where none are."""
    words = without_empty(content)
    if not words:
        raise forms.ValidationError(nothing, code="required")
    return words
