"""The forms with which a facilitator says why."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 2_000


class HideForm(forms.Form):
    """Why a published post is hidden."""

    reason = forms.CharField(
        label=_("Why you hide it"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "This reaches the author, and other facilitators read it. Others see that it was "
            "hidden, and not why."
        ),
        error_messages={"required": _("Please say why: its author will want to know.")},
    )


class ReasonForm(forms.Form):
    """Why somebody's topic is closed or moved."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("This reaches who began the topic, and nobody else."),
        error_messages={"required": _("Please say why: who began it will want to know.")},
    )
