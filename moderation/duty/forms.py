"""Asking, opening, and what is done with an item; the hours of a rota."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from moderation.duty.enums import Level
from moderation.duty.models import LONGEST, LONGEST_REACH, DutyItem
from moderation.duty.rota import BOTH

SOMEBODY = {
    "required": _("Please choose somebody."),
    "invalid_choice": _("Please choose somebody who looks after this."),
}


class Named(forms.ModelChoiceField):
    """A choice among people or communities, by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return getattr(obj, "display_name", "") or str(getattr(obj, "title", ""))


class ReachForm(forms.Form):
    """How somebody wants to be reached."""

    reach = forms.CharField(
        label=_("How can they reach you?"),
        required=False,
        max_length=LONGEST_REACH,
        help_text=_("A number, an address, or when. Left empty, it is your e-mail address here."),
    )


class OpenForm(forms.Form):
    """An item that a facilitator opens, in one of these communities."""

    level = forms.TypedChoiceField(
        label=_("How grave is it?"),
        choices=Level.choices,
        coerce=int,
        initial=Level.MEDIUM,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what comes nearest.")},
    )
    words = forms.CharField(
        label=_("What is it about?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For those on duty alone. As little about a person as will do."),
        error_messages={"required": _("Please say in a few words what it is.")},
    )

    def __init__(self, *args: Any, communities: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(communities) > 1:
            chosen = Named(
                queryset=communities,
                label=_("Whose duty is it?"),
                error_messages={"required": _("Please choose a community.")},
            )
            self.fields = {"community": chosen, **self.fields}
        self.communities = communities

    @property
    def community(self) -> Any:
        return self.cleaned_data.get("community") or self.communities[0]


class NoteForm(forms.Form):
    words = forms.CharField(
        label=_("A note"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For those on duty alone. They read it when they take it over."),
        error_messages={"required": _("Please write something first.")},
    )


class PersonForm(forms.Form):
    """One of those who may be named beside the one who has an item."""

    person = Named(
        queryset=None,  # type: ignore[arg-type]
        label=_("Who"),
        empty_label=_("Choose"),
        error_messages=SOMEBODY,
    )

    def __init__(self, *args: Any, people: QuerySet, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        if label:
            self.fields["person"].label = label


class RaiseForm(forms.Form):
    level = forms.TypedChoiceField(label=_("How grave is it now?"), coerce=int)

    def __init__(self, *args: Any, item: DutyItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        higher = [(level, label) for level, label in Level.choices if level > item.level]
        self.fields["level"].choices = higher  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    to_subject = forms.CharField(
        label=_("To the person who asked"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read this on their page. No name stands beside it unless you sign."),
    )
    words = forms.CharField(
        label=_("A last note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For those on duty alone."),
    )

    def __init__(self, *args: Any, item: DutyItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not item.asked:
            del self.fields["to_subject"]


def _clock(label: Any, *, required: bool) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": _("Please say a time, such as 9:00."),
            "invalid": _("Please say a time, such as 9:00."),
        },
    )


class HoursForm(forms.Form):
    """Hours of each week."""

    facilitator = Named(
        queryset=None,  # type: ignore[arg-type]
        label=_("Who"),
        empty_label=_("Choose"),
        error_messages=SOMEBODY,
    )
    weekday = forms.TypedChoiceField(label=_("Day"), choices=WEEKDAYS.items(), coerce=int)
    begins = _clock(_("From"), required=True)
    ends = _clock(_("Until"), required=True)

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "week")
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].queryset = people  # type: ignore[attr-defined]
        self.fields["ends"].help_text = _("The end of the day is 0:00.")


class DayForm(forms.Form):
    """Hours of one date, or none."""

    facilitator = Named(
        queryset=None,  # type: ignore[arg-type]
        label=_("Who"),
        empty_label=_("Choose"),
        error_messages=SOMEBODY,
    )
    day = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Please choose a date."),
            "invalid": _("Please choose a date."),
        },
    )
    begins = _clock(_("From"), required=False)
    ends = _clock(_("Until"), required=False)

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "day")
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].queryset = people  # type: ignore[attr-defined]
        self.fields["ends"].help_text = _("Leave both times empty for a day off.")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not {"begins", "ends"} & self.errors.keys() and (
            (said.get("begins") is None) != (said.get("ends") is None)
        ):
            self.add_error("begins" if said.get("begins") is None else "ends", BOTH)
        return said


def refuse(form: forms.Form, refused: ValidationError) -> None:
    """Put what a service says beside its field, or above the form where that is not there."""
    said = refused.message_dict if hasattr(refused, "error_dict") else {None: refused.messages}
    lines: Iterable[tuple[Any, Any]] = said.items()
    for name, words in lines:
        form.add_error(name if name in form.fields else None, words)
