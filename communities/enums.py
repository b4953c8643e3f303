"""States and choices of communities."""

from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JoinPolicy(TextChoices):
    """How somebody becomes a member."""

    OPEN = "open", _("Open: anyone with an account may join")
    RULE = "rule", _("By rule: whoever meets the rule below may join")
    REQUEST = "request", _("On request: a facilitator answers")
    INVITATION = "invitation", _("By invitation: facilitators and coordinators invite")


class Visibility(TextChoices):
    """Who may know that a community is there. Kept as Wagtail's privacy setting (ADR 6)."""

    PUBLIC = "public", _("Everyone, visitors too")
    MEMBERS = "members", _("Everyone who is signed in")
    HIDDEN = "hidden", _("Only its members, whom they invite, and the coordinators")


class Colour(TextChoices):
    """The colours of communities, each with a drawing: the names of its token and its icon."""

    LEAF = "leaf", _("Leaf, green")
    RIVER = "river", _("River, blue")
    HILL = "hill", _("Hill, rust")
    STAR = "star", _("Star, violet")
    SUN = "sun", _("Sun, ochre")
    NEST = "nest", _("Nest, grey")


class State(TextChoices):
    """Where somebody stands with a community."""

    INVITED = "invited", _("Invited")
    REQUESTED = "requested", _("Has asked to join")
    ACTIVE = "active", _("Member")
    DECLINED = "declined", _("Did not become a member")
    LEFT = "left", _("Has left")
    REMOVED = "removed", _("Was removed")


class Deed(TextChoices):
    """What happened to a membership, in the words of its history."""

    INVITED = "invited", _("Invited")
    INVITATION_DECLINED = "uninvited", _("Invitation declined or taken back")
    REQUESTED = "requested", _("Asked to join")
    WITHDRAWN = "withdrawn", _("Took the request back")
    DECLINED = "declined", _("Request declined")
    JOINED = "joined", _("Became a member")
    WELCOMED = "welcomed", _("Was welcomed")
    LEFT = "left", _("Left")
    REMOVED = "removed", _("Was removed")
    APPOINTED = "appointed", _("Became a facilitator")
    DISMISSED = "dismissed", _("Stopped being a facilitator")
    TERM_ENDED = "term_ended", _("Time as a facilitator ended")


class Way(Enum):
    """What stands between somebody and a community; worked out, never stored."""

    VISITOR = "visitor"
    MEMBER = "member"
    JOIN = "join"
    ANSWER = "answer"
    ASK = "ask"
    WAIT = "wait"
    LATER = "later"
    RULE_NOT_MET = "rule not met"
    INVITATION_ONLY = "invitation only"
