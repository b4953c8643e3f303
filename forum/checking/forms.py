"""How writing works in a community, in plain words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.folding import folded
from forum.care.help_words import entries
from forum.checking.models import WritingRules

MOST = 200
LONGEST = 60


class RulesForm(forms.ModelForm):
    class Meta:
        model = WritingRules
        fields = (
            *("newcomers", "holds_links", "holds_repeats", "checks_changes"),
            *("slow", "watched"),
        )
        widgets = {
            "newcomers": forms.RadioSelect,
            "slow": forms.RadioSelect,
            "watched": forms.Textarea(attrs={"rows": 6}),
        }
        labels = {
            "newcomers": _("Do you read a newcomer’s messages first?"),
            "holds_links": _("A link by somebody new waits for you"),
            "holds_repeats": _("The same words sent again within a day wait for you"),
            "checks_changes": _("In rooms that check first, changes are checked too"),
            "slow": _("Does each member write only so often in a room?"),
            "watched": _("Watched words, one a line"),
        }
        help_texts = {
            "newcomers": _("Those of somebody whose messages here nobody has read before."),
            "holds_links": _("Until three of their messages here were published."),
            "checks_changes": _("What others read stays until you let the change through."),
            "slow": _("When a conversation runs hot, it gives everybody time to be heard."),
            "watched": _(
                "A message with one of them waits until you have read it. Whole words and "
                "phrases; capitals, macrons and signs make no difference. Members do not see "
                "the list."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("newcomers", "slow"):
            field: Any = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0] != ""]

    def clean_watched(self) -> str:
        """Each once, as it is spelt first."""
        found: dict[str, str] = {}
        for entry in entries(self.cleaned_data["watched"]):
            found.setdefault(folded(entry), entry)
        if len(found) > MOST:
            raise forms.ValidationError(_("A list holds at most %(most)s.") % {"most": MOST})
        if any(len(entry) > LONGEST for entry in found.values()):
            raise forms.ValidationError(
                _("A word or phrase is at most %(most)s letters long.") % {"most": LONGEST}
            )
        return "\n".join(found.values())
