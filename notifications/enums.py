"""Where a notification reaches its recipient, and what kinds are listed together."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reach(TextChoices):
    """Where a notification reaches its person; all but ``OFF`` also stand on their page here."""

    AT_ONCE = "at_once", _("By mail at once")
    DAILY = "daily", _("In a daily mail")
    WEEKLY = "weekly", _("In a weekly mail")
    SITE = "site", _("On the site only")
    OFF = "off", _("Not at all")

    @property
    def by_mail(self) -> bool:
        return self in (Reach.AT_ONCE, Reach.DAILY, Reach.WEEKLY)


class Group(TextChoices):
    """The headings of the table of choices, in its order."""

    TALK = "talk", _("Discussions")
    COMMUNITIES = "communities", _("Communities")
    ANNOUNCEMENTS = "announcements", _("From the coordinators")
    EVENTS = "events", _("Events")
    OPPORTUNITIES = "opportunities", _("Training and scholarships")
    ROLES = "roles", _("Confirmed roles")
    ACCOUNT = "account", _("Account and security")
