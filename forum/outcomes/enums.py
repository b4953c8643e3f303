"""What can become of a topic."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Result(TextChoices):
    ANSWERED = "answered", _("Answered")
    AGREED = "agreed", _("Summed up")
    DISAGREED = "disagreed", _("Agreed to disagree")
    PARKED = "parked", _("Parked")
