"""How grave a duty item is, how far it has come, who was told of it, and what happened to it."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """How grave it is. It is raised, and never lowered: a high one is nobody's alone."""

    LOW = 1, _("Low: it can wait some days")
    MEDIUM = 2, _("Medium: today or tomorrow")
    HIGH = 3, _("High: now, and by two")


class State(TextChoices):
    OPEN = "open", _("Waits")
    TAKEN = "taken", _("Somebody has it")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Taken back")


LIVE = (State.OPEN, State.TAKEN)
OVER = (State.CLOSED, State.WITHDRAWN)


class Told(IntegerChoices):
    """How far up it was told that an item waits."""

    NOBODY = 0, _("Waits for the next duty hours")
    ON_DUTY = 1, _("Who is on duty was told")
    FACILITATORS = 2, _("All facilitators were told")
    COORDINATORS = 3, _("The coordinators were told")


class Deed(TextChoices):
    """What happened to a duty item."""

    ASKED = "asked", _("Somebody asked for it")
    OPENED = "opened", _("Opened")
    TOLD = "told", _("Nobody had taken it: more people were told")
    TAKEN = "taken", _("Taken")
    NOTED = "noted", _("Noted")
    OFFERED = "offered", _("Asked to take it over")
    ACCEPTED = "accepted", _("Taken over")
    DECLINED = "declined", _("Not taken over")
    PUT_BACK = "put_back", _("Put back, for somebody else")
    SECOND = "second", _("Named as the second person")
    RAISED = "raised", _("Raised")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Taken back by who asked")
