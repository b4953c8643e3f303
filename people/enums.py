"""What people may say of themselves, and whom they may show it to."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(IntegerChoices):
    """Whom a fact is shown to, from all to none.

    Numbers, because each audience lies within the one before: a viewer sees what is
    for the narrowest audience that they belong to, and for every wider one.
    """

    EVERYONE = 0, _("Everyone")
    MEMBERS = 1, _("Members")
    COMMUNITIES = 2, _("My communities")
    COORDINATORS = 3, _("Coordinators")
    ONLY_ME = 4, _("Only me")


class JobRole(TextChoices):
    PEER = "peer", _("Peer support worker")
    CLINICIAN = "clinician", _("Clinician")
    TEAM_LEADER = "team_leader", _("Team leader")
    MANAGER = "manager", _("Manager")
    COORDINATOR = "coordinator", _("Coordinator")
    EDUCATOR = "educator", _("Educator")
    RESEARCHER = "researcher", _("Researcher")
    POLICY = "policy", _("Policy or funding")
    OTHER = "other", _("Something else")


class Perspective(TextChoices):
    """What somebody speaks from. Beside these they may use words of their own."""

    LIVED = "lived", _("Lived experience")
    WHANAU = "whanau", _("Whānau or carer")
    MAORI = "maori", _("Māori")
    PACIFIC = "pacific", _("Pacific")
    YOUTH = "youth", _("Youth")
    DISABILITY = "disability", _("Disability")
    RAINBOW = "rainbow", _("Rainbow")
    REFUGEE = "refugee", _("Former refugee or migrant")
    CLINICAL = "clinical", _("Clinical practice")


class Weekday(TextChoices):
    """Days in the order of the week."""

    MONDAY = "mon", _("Monday")
    TUESDAY = "tue", _("Tuesday")
    WEDNESDAY = "wed", _("Wednesday")
    THURSDAY = "thu", _("Thursday")
    FRIDAY = "fri", _("Friday")
    SATURDAY = "sat", _("Saturday")
    SUNDAY = "sun", _("Sunday")


class OrganisationType(TextChoices):
    NGO = "ngo", _("NGO")
    PROVIDER_ARM = "provider_arm", _("Provider arm")
    PRIMARY_CARE = "primary_care", _("Primary care")
    USER_LED = "user_led", _("User-led")
    EDUCATION = "education", _("Education")
    GOVERNMENT = "government", _("Government")
    COLLABORATIVE = "collaborative", _("Collaborative")


class ConfirmedRoleState(TextChoices):
    """How far a role has come that somebody asked to have confirmed.

    That it expires, or has expired, is read from the day it holds until.
    """

    REQUESTED = "requested", _("Asked for")
    VERIFIED = "verified", _("Confirmed")
    DECLINED = "declined", _("Not confirmed")
    REVOKED = "revoked", _("Taken back")


class ConfirmedRoleAct(TextChoices):
    """What was done with a confirmed role: one line of its history each."""

    REQUESTED = "requested", _("Asked for")
    RENEWAL_REQUESTED = "renewal", _("Asked to renew")
    VERIFIED = "verified", _("Confirmed")
    RENEWED = "renewed", _("Renewed")
    DECLINED = "declined", _("Not confirmed")
    REVOKED = "revoked", _("Taken back")
    REMINDED = "reminded", _("Reminded that it ends soon")
    EXPIRED = "expired", _("Ended by itself")
