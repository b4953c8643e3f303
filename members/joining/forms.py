"""What coordinators fill in to invite people, and to answer those who wait."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import clean
from members.joining import lists

LARGEST_FILE = 200_000


class InviteForm(forms.Form):
    """A list, pasted or as a file. Nothing is sent by it: the lines are looked at first."""

    people = forms.CharField(
        label=_("Whom to invite"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "Paste it as it is, from a spreadsheet or from mail: e-mail addresses, with or without "
            "names. We show what we read before anything is sent."
        ),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        help_text=_("With the columns name and email."),
    )

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if not upload:
            return ""
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is too large for a list of people."))
        return clean(lists.decoded(upload.read()))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = "\n".join(filter(None, (cleaned.get("people"), cleaned.get("file"))))
        self.lines = lists.read_list(text)
        if not self.lines and not self.errors:
            self.add_error("people", _("Write at least one address."))
        return cleaned

    @property
    def text(self) -> str:
        """All that was typed or in the file, as it can be typed anew."""
        said = (self.cleaned_data.get("people"), self.cleaned_data.get("file"))
        return "\n".join(filter(None, said))

    @property
    def wrong(self) -> list[lists.Line]:
        return [line for line in self.lines if line.error]


class WaitingForm(forms.Form):
    """Let somebody in, or not."""

    LET_IN, DECLINE = "let_in", "decline"

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[(LET_IN, _("Let them in")), (DECLINE, _("Decline, and delete the account"))],
    )
    words = forms.CharField(
        label=_("A word to them, when you decline"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the mail that tells them."),
    )
