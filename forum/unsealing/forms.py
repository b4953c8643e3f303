"""The form with which somebody asks for a seal to be opened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.signing.enums import SealReason


class AskForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why it has to be known"),
        choices=SealReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason: without one it stays shut.")},
    )
    words = forms.CharField(
        label=_("What happened, and what you want to do"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The second person reads this, and so does the author when it is opened."),
        error_messages={"required": _("Please say it in a few words: two have to answer for it.")},
    )
