"""The words that one says to a message with a button."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Word(TextChoices):
    """In the order in which they stand; the first is offered beside every message."""

    THANKS = "thanks", _("Thank you")
    HELPED = "helped", _("This helped")
    SAME = "same", _("Same here")
    MORE = "more", _("Tell me more")
