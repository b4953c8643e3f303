"""Searching the editors' lists and choosers: word by word, however the words are spelt."""

from typing import Any

from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin

from core.folding import containing, keys_containing
from core.search import clean_query


class FindsFolded:
    """An index view that searches ``search_fields``; those called ``folded_…`` hold folded text.

    A table that stays small may name one field in ``reads_whole`` instead of folding it into
    a column: it is read with each search.
    """

    search_fields: Any
    search_query: str
    reads_whole = ""

    def search_queryset(self, queryset: Any) -> Any:
        if not self.search_query:
            return queryset
        if self.reads_whole:
            keys = keys_containing(queryset, self.reads_whole, clean_query(self.search_query))
            return queryset.filter(pk__in=keys)
        return queryset.filter(containing(clean_query(self.search_query), self.search_fields))


def search_form(*fields: str) -> type[BaseFilterForm]:
    """The form above a chooser's list, which looks into these fields."""

    class FilterForm(SearchFilterMixin, BaseFilterForm):
        def filter(self, objects: Any) -> Any:
            words = self.cleaned_data.get("q")
            if not words:
                return objects
            self.is_searching, self.search_query = True, words
            return objects.filter(containing(clean_query(words), fields))

    return FilterForm


class ChoosesFolded:
    """A viewset of choosers whose search looks into ``search_fields``."""

    search_fields: tuple[str, ...]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        form = search_form(*self.search_fields)
        return super().get_common_view_kwargs(filter_form_class=form, **kwargs)  # type: ignore[misc]
