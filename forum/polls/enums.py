"""What kinds of polls there are, and when it is seen what came out."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    SINGLE = "single", _("One choice each")
    SEVERAL = "several", _("Several choices each")
    RANKED = "ranked", _("Put the choices in order")
    SCALE = "scale", _("A scale from 1 to 5")


class Shows(TextChoices):
    FROM_SIX = "from_six", _("From six votes on, and again with every six more")
    AT_CLOSE = "at_close", _("At the close")


STEPS = ("1", "2", "3", "4", "5")
"""The choices of a scale."""
