"""Ways to become a member, and capacities in which somebody looks at another's data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SignUp(TextChoices):
    """How one becomes a member of this site: the setting ``SIGN_UP``."""

    OPEN = "open", _("Anybody makes an account")
    APPROVAL = "approval", _("A coordinator lets each new account in")
    INVITATION = "invitation", _("By invitation alone")


class Capacity(TextChoices):
    """The capacity in which somebody looked at another's data."""

    ADMINISTRATOR = "administrator", _("An administrator")
    COORDINATOR = "coordinator", _("A coordinator")
    CONTACT = "contact", _("Your organisation’s contact")
    FACILITATOR = "facilitator", _("A facilitator")
    MEMBER = "member", _("A member")
