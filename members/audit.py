"""Keeping account of who looks at, or changes, what is somebody else's (docs/adr/0019)."""

from collections.abc import Iterable
from typing import Any

from allauth.core import context
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.enums import Capacity
from members.models import Look, User

_kinds: dict[str, Any] = {}

UNKNOWN = _("looked at something of yours")


def noted_as(name: str, words: str | Promise) -> str:
    """Register what can be looked at or done, with the words that follow “A coordinator …”."""
    _kinds[name] = words
    return name


FACTS = noted_as("facts", _("saw what you show to coordinators"))
LISTED = noted_as("listed", _("saw your name and e-mail address in the list of accounts"))
ACCOUNT = noted_as("account", _("opened your account in the editors’ screens"))
CHANGED = noted_as("changed", _("changed your account"))
RIGHTS = noted_as("rights", _("changed what you may do on this site"))
ROLE = noted_as("role", _("decided on a role you asked for"))
ROLES = noted_as("roles", _("saw a role that you asked for"))
WAITING = noted_as("waiting", _("saw your name and e-mail address among people who wait"))
INVITED = noted_as("invited", _("saw your e-mail address among invitations"))
INTEREST = noted_as("interest", _("saw which events you are interested in"))
CONTACTS = noted_as("contacts", _("saw your e-mail address among an organisation’s contacts"))
POSTS = noted_as("posts", _("saw a message of yours that waits to be published"))
HIDDEN = noted_as("hidden", _("saw a message of yours that was hidden"))
EARLIER = noted_as("earlier", _("saw what a message of yours said before you changed it"))
REPORTED = noted_as("reported", _("read a report that you sent"))
DUTY = noted_as("duty", _("saw that you asked somebody on duty, or what they look after for you"))
CHOSEN = noted_as("chosen", _("saw your name in a list of all members"))
MEMBERSHIPS = noted_as("memberships", _("saw which communities you are in"))
IN_COMMUNITY = noted_as("in_community", _("saw that you are in a community, or ask to be"))
REQUEST = noted_as("request", _("read your request to join a community"))
HISTORY = noted_as("history", _("saw what happened to your membership of a community"))
MEMBERSHIP = noted_as("membership", _("changed your membership of a community"))
EXPORTED = noted_as("exported", _("took away a list that you are in"))


def note(*, by: Any, about: User | Iterable[User], what: str, capacity: str = "") -> None:
    """Remember that ``by`` looked at or changed something of these people, once an hour.

    One statement, however many they are. Who looks at their own is not noted. Which
    screen it was is read from the request that is being answered, if there is one.
    """
    people = {about.pk} if isinstance(about, User) else {person.pk for person in about}
    people -= {by.pk}
    if not people:
        return
    now = timezone.now()
    told = {
        "by": by,
        "capacity": capacity or _capacity_of(by),
        "what": what,
        "screen": _screen(),
        "at": now,
        "hour": now.replace(minute=0, second=0, microsecond=0),
    }
    Look._default_manager.bulk_create(
        [Look(about_id=pk, **told) for pk in sorted(people)], ignore_conflicts=True, batch_size=500
    )


def note_addresses(*, by: Any, addresses: Iterable[str], what: str, capacity: str = "") -> None:
    """Note a look where only addresses are shown, for those who have an account with one of them.

    Nothing of it shows whether anybody has: whoever looks is not told.
    """
    typed = {address.lower() for address in addresses}
    if typed:
        note(by=by, about=User.objects.filter(email__in=typed), what=what, capacity=capacity)


def looks_at(user: User) -> QuerySet[Look]:
    """The looks at this person's data, the latest first."""
    return Look._default_manager.filter(about=user).order_by("-at", "-pk")


def in_words(look: Look) -> Any:
    return _kinds.get(look.what, UNKNOWN)


def forget(user: User) -> None:
    """Delete the looks at somebody whose account closes; those that were theirs lose their name."""
    Look._default_manager.filter(about=user).delete()
    Look._default_manager.filter(by=user).update(by=None)


def _capacity_of(user: User) -> str:
    if user.is_superuser:
        return Capacity.ADMINISTRATOR
    if user.has_perm("members.view_user"):
        return Capacity.COORDINATOR
    return Capacity.MEMBER


def _screen() -> str:
    match = getattr(context.request, "resolver_match", None)
    return match.view_name[:100] if match else ""
