"""An announcement's audience: as words, and as people.

Within communities, roles or areas any of those named is enough; where several of the three are
named, all have to hold. A role and an area hold of one and the same confirmed role, as in the rules
of communities (docs/adr/0017). What is said here is for coordinators: to a recipient it would tell
of somebody else's membership or role.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from announcements.models import Announcement
from communities.models import Membership
from communities.rules import PLURALS
from members.models import User
from people.models import Area, ConfirmedRole


def people(announcement: Announcement) -> QuerySet[User]:
    """Members in the audience who may sign in, but for its author; nobody when none is named."""
    found = User.objects.active()
    if announcement.author_id:
        found = found.exclude(pk=announcement.author_id)
    if announcement.for_everybody:
        return found
    if not (announcement.by_community or announcement.by_area or announcement.roles):
        return found.none()
    if announcement.by_community:
        named = announcement.communities.values("pk")
        rows = Membership.objects.active().filter(community__in=named, member=OuterRef("pk"))
        found = found.filter(Exists(rows))
    if announcement.roles or announcement.by_area:
        confirmed = ConfirmedRole.objects.in_force().filter(_role(announcement))
        found = found.filter(Exists(confirmed.filter(member=OuterRef("pk"))))
    return found


def in_words(announcement: Announcement) -> str:
    """``peer support workers in Wairarapa who are members of Te Ara or First steps``."""
    if announcement.for_everybody:
        return _("everybody on Alongside")
    words = _any(PLURALS[role] for role in announcement.roles or [""])
    if announcement.by_area:
        areas = _any(announcement.areas.all()) or _("an area that is gone")
        words = _("%(who)s in %(area)s") % {"who": words, "area": areas}
    if announcement.by_community:
        named = _any(announcement.communities.all()) or _("a community that is gone")
        words = _("%(who)s who are members of %(communities)s") % {
            "who": words,
            "communities": named,
        }
    return words


def _role(announcement: Announcement) -> Q:
    condition = Q()
    if announcement.roles:
        condition &= Q(role__in=announcement.roles)
    if announcement.by_area:
        tree = Area.objects.as_tree()
        within: set[int] = set()
        for area in announcement.areas.all():
            within |= area.within(tree)
        condition &= Q(area__in=within)
    return condition


def _any(things: Iterable[Any]) -> str:
    """``A``, ``A or B``, ``A, B or C``."""
    *first, last = sorted(str(thing) for thing in things) or [""]
    return _("%(some)s or %(last)s") % {"some": ", ".join(first), "last": last} if first else last
