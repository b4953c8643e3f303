"""Choosing content notes: on a post, for a community, for oneself."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.folding import folded
from forum.care import notes


def notes_field(offered: Iterable[str], chosen: Iterable[str]) -> forms.MultipleChoiceField:
    """Boxes for the notes that are offered, and for those that stand on the post already."""
    chosen = list(chosen)
    every = notes.names(notes.lines([*offered, *chosen]))
    keys = {folded(name) for name in chosen}
    return forms.MultipleChoiceField(
        label=_("Content notes"),
        required=False,
        choices=[(name, name) for name in every],
        initial=[name for name in every if folded(name) in keys],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Your words are folded under them. Lists and mails show the note only."),
    )


class PostNotesForm(forms.Form):
    """The notes that a facilitator adds to somebody's post."""

    def __init__(
        self, *args: Any, offered: Iterable[str], chosen: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notes"] = notes_field(offered, chosen)
        self.fields["notes"].help_text = ""
        self.fields["reason"] = forms.CharField(
            label=_("Why"),
            required=False,
            max_length=2_000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("This reaches the author, and nobody else."),
        )


class ListForm(forms.Form):
    """A community's list of notes."""

    names = forms.CharField(
        label=_("Notes, one a line"),
        required=False,
        max_length=notes.MOST * (notes.LONGEST + 1),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("In plain words, as few as will do. Posts keep the notes they have."),
    )

    def clean_names(self) -> list[str]:
        found = notes.names(self.cleaned_data["names"])
        if len(found) > notes.MOST:
            raise forms.ValidationError(
                _("A list holds at most %(most)s notes.") % {"most": notes.MOST}
            )
        if any(len(name) > notes.LONGEST for name in found):
            raise forms.ValidationError(
                _("A note is at most %(most)s letters long.") % {"most": notes.LONGEST}
            )
        return found


class Wish(TextChoices):
    FOLD = "fold", _("Fold")
    SHOW = "show", _("Show")
    LEAVE_OUT = "leave_out", _("Leave out")


class WishesForm(forms.Form):
    """What one reader wants to become of posts with each note."""

    def __init__(
        self, *args: Any, known: Iterable[str], choices: notes.Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = list(known)
        for at, name in enumerate(self.known):
            wish = Wish.FOLD
            if choices.shows([name]):
                wish = Wish.SHOW
            if choices.leaves_out([name]):
                wish = Wish.LEAVE_OUT
            self.fields[f"note-{at}"] = forms.ChoiceField(
                label=name, choices=Wish, initial=wish, widget=forms.RadioSelect
            )

    def wished(self, wish: Wish) -> list[str]:
        return [
            name for at, name in enumerate(self.known) if self.cleaned_data[f"note-{at}"] == wish
        ]
