"""What is reported, why, how far a report has come, and what was found."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class What(TextChoices):
    """The kinds of things that can be reported; their values stand in addresses."""

    POST = "message", _("a message")
    PERSON = "person", _("a person’s page")
    COMMUNITY = "community", _("a community’s page")
    ANNOUNCEMENT = "announcement", _("an announcement")


class Reason(TextChoices):
    """Why somebody reports something."""

    THIRD_PERSON = "third_person", _("It tells something private about somebody")
    HURTS = "hurts", _("It hurts or threatens somebody")
    HARM = "harm", _("It could lead somebody to harm")
    ADVERT = "advert", _("It is an advertisement")
    ELSEWHERE = "elsewhere", _("It does not belong here")
    OTHER = "other", _("Something else")


class State(TextChoices):
    OPEN = "open", _("Waits")
    TAKEN = "taken", _("Somebody is looking at it")
    AGREED = "agreed", _("Agreed")
    DISAGREED = "disagreed", _("Disagreed")
    DEFERRED = "deferred", _("Put off")


CLOSED = (State.AGREED, State.DISAGREED, State.DEFERRED)
DECIDED = (State.AGREED, State.DISAGREED)
"""The same words cannot be reported again for the same reason; what was put off can."""


class Why(TextChoices):
    """What a decision rests on."""

    NOT_AGREEMENT = "not_agreement", _("It is not as the community agreement asks")
    PRIVATE = "private", _("It told something private")
    MOVED = "moved", _("It did not belong there")
    WITHDRAWN = "withdrawn", _("Its author had withdrawn it")
    WITHIN = "within", _("It is within the community agreement")
    OPINION = "opinion", _("It is another opinion, and may be said")
    UNCLEAR = "unclear", _("There is not enough to tell")
    ASKING = "asking", _("We ask somebody else first")
    WATCHING = "watching", _("We watch how it goes on")


REASONS_OF = {
    State.AGREED: (Why.NOT_AGREEMENT, Why.PRIVATE, Why.MOVED, Why.WITHDRAWN),
    State.DISAGREED: (Why.WITHIN, Why.OPINION, Why.UNCLEAR),
    State.DEFERRED: (Why.ASKING, Why.WATCHING),
}
"""What each decision may rest on; that it was withdrawn, only when it is gone."""


class Deed(TextChoices):
    """What happened to a report."""

    SENT = "sent", _("Sent")
    TAKEN = "taken", _("Taken")
    HANDED_BACK = "handed_back", _("Handed back")
    AGREED = "agreed", _("Agreed")
    DISAGREED = "disagreed", _("Disagreed")
    DEFERRED = "deferred", _("Put off")
    UNDONE = "undone", _("Decision undone")


class Length(TextChoices):
    """How long somebody may not write in a community's rooms."""

    DAY = "day", _("For a day")
    WEEK = "week", _("For a week")
    MONTH = "month", _("For a month")
