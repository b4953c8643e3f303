"""What narrows a list: one kind of form for all of them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms


class Filters(forms.Form):
    """Fields that are empty for everything, read from an address that may ask for anything.

    ``components/filters.html`` shows them beside the list, and folded on a phone. What the list
    is asked for besides, such as words or a tab, is ``kept`` when it is narrowed and when that
    is cleared. Where another form of the page asks for it too, ``form_id`` is its id, and the
    filters are sent with it.
    """

    use_required_attribute = False
    form_id: ClassVar[str] = ""

    def __init__(self, data: Any, *, kept: Mapping[str, str] | None = None) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.kept = {name: value for name, value in (kept or {}).items() if value}
        for field in self.fields.values():
            if self.form_id:
                field.widget.attrs["form"] = self.form_id

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters asked for, without those that are empty or make no sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def cleared(self) -> str:
        """The end of the address that asks for the same without filters; "" for nothing."""
        return f"?{urlencode(self.kept)}" if self.kept else ""
