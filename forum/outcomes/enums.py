"""What can become of a topic."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Result(TextChoices):
    ANSWERED = "answered", _("Answered")
    AGREED = "agreed", _("Summed up")
    DISAGREED = "disagreed", _("Agreed to disagree")
    PARKED = "parked", _("Parked")


SIGNED_RESULTS = (Result.AGREED.value, Result.DISAGREED.value)
"""What is signed, in a room that two communities share."""


class Side(TextChoices):
    """For whom somebody signs what became of a topic."""

    PEER = "peer", _("Signed for the peers")
    CLINICIAN = "clinician", _("Signed for the clinicians")
