"""How much somebody wants to hear of a place."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """``USUAL`` says nothing of its own: the next wider place decides. The widest says
    ``USUAL``: what is there is listed, and one is told of answers to oneself."""

    MUTED = 0, _("Muted")
    USUAL = 1, _("As usual")
    WATCHING = 2, _("You follow this")
