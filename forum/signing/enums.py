from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How somebody signs a message."""

    NAME = "name", _("With my name")
    ROLE = "role", _("With what I do, without my name")
    NUMBER = "number", _("As one of those who speak here")


class SealReason(models.TextChoices):
    """Why a seal is opened: a closed list, so that nobody opens one out of curiosity."""

    LIFE = "life", _("Somebody’s life may be in danger")
    THIRD_PERSON = "third_person", _("Somebody else may come to harm by what it says")
    THREAT = "threat", _("It threatens or harasses somebody")
    LAW = "law", _("A court or the law asks for it")
