"""What narrows the list of opportunities."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import Filters
from opportunities.enums import Kind


class OpportunityFilters(Filters):
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Every kind")), *((kind.value, kind.plural) for kind in Kind)],
    )
