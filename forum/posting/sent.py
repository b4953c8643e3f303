"""What was sent with the forms of a post."""

from typing import Any

from django.http import QueryDict


def words_of(post_form: Any, *formsets: Any) -> list[str]:
    """All that was typed into valid forms of a post, but for a title that is its topic's."""
    forms = [post_form, *(form for each in formsets if each is not None for form in each.forms)]
    return [
        said
        for form in forms
        for name, said in form.cleaned_data.items()
        if isinstance(said, str) and (name != "subject" or post_form.starts_topic)
    ]


def with_management_form(data: QueryDict, prefix: str) -> QueryDict:
    """The data, and no rows at all where a short form left this formset out."""
    if f"{prefix}-TOTAL_FORMS" in data:
        return data
    data = data.copy()
    data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = "0"
    return data
