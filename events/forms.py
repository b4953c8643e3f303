"""What narrows the list of events."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import Filters
from events.enums import Held


class EventFilters(Filters):
    """How people take part, in the words of the address (``events.models.index.WAYS``)."""

    how = forms.ChoiceField(
        label=_("How people take part"),
        required=False,
        choices=[
            ("", _("Any way")),
            ("online", Held.ONLINE.label),
            ("on-site", Held.ON_SITE.label),
        ],
    )
