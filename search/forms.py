"""Where to search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import Filters
from search.sections import SECTIONS


class SearchFilters(Filters):
    """The section that is searched, ``in`` the address; sent with the box for the words."""

    form_id = "find"

    def __init__(self, data: Any, *, words: str) -> None:
        super().__init__(data, kept={"q": words})
        self.fields["in"] = forms.ChoiceField(
            label=_("Where"),
            required=False,
            choices=[("", _("Everywhere")), *((each.key, each.label) for each in SECTIONS)],
            widget=forms.Select(attrs={"form": self.form_id}),
        )
