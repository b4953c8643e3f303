"""What is told of confirmed roles, and the days on which somebody works.

In mail a role is not named: it may be read on a shared screen.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models import User
from members.staff import coordinators
from notifications.choices import working_days
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, each, register
from notifications.services import notify, settle
from people.access import who_decides
from people.enums import Weekday
from people.models import ConfirmedRole, Profile
from people.signals import role_answered, role_ends_soon, role_requested

DAYS = {day: number for number, day in enumerate(Weekday.values)}


@working_days
def days_of(members: Collection[Any]) -> dict[int, frozenset[int]]:
    """The working days (Monday is 0) of those who said them, by their keys."""
    said = Profile.objects.filter(user__in=members).exclude(working_days=[])
    return {
        pk: frozenset(DAYS[day] for day in days if day in DAYS)
        for pk, days in said.values_list("user", "working_days")
    }


def _roles(keys: Collection[int]) -> dict[int, ConfirmedRole]:
    roles = ConfirmedRole.objects.select_related("organisation", "member")
    return roles.prefetch_related("organisation__contacts").in_bulk(keys)


def _is_own_role(person: Any, role: ConfirmedRole) -> bool:
    return role.member_id == person.pk


def _may_answer(pairs: Sequence[Pair]) -> list[bool]:
    """Those who decide a role may see its request while there is no answer."""
    decides = who_decides(pairs)
    return [may and role.is_open for may, (_person, role) in zip(decides, pairs, strict=True)]


def _contacts(role: ConfirmedRole) -> list[User]:
    if role.organisation is None:
        return []
    return [each for each in role.organisation.contacts.all() if each.is_active]


def _to_answer(role: ConfirmedRole) -> str:
    others = [person for person in _contacts(role) if person.pk != role.member_id]
    if others:
        return reverse("people:roles_to_answer")
    return f"{reverse('confirmed_roles:index')}?stage=waiting"


register(
    Kind(
        name="role_request",
        title=_("Somebody asks me to confirm a role"),
        group=Group.ROLES,
        default=Reach.AT_ONCE,
        find=_roles,
        may_see=_may_answer,
        link=_to_answer,
    )
)
for _name, _title in (
    ("role_answer", _("An answer about a role of mine")),
    ("role_ends_soon", _("A confirmed role of mine ends soon")),
):
    register(
        Kind(
            name=_name,
            title=_title,
            group=Group.ROLES,
            default=Reach.AT_ONCE,
            find=_roles,
            may_see=each(_is_own_role),
            link=lambda role: reverse("people:roles"),
        )
    )


@receiver(role_requested, dispatch_uid="people.tell_of_role_request")
def tell_of_role_request(confirmed_role: ConfirmedRole, **kwargs: Any) -> None:
    """Tell the organisation's contacts, who know its people; without any, coordinators."""
    people: Any = _contacts(confirmed_role)
    people = [person for person in people if person.pk != confirmed_role.member_id]
    notify(
        people or coordinators(),
        kind="role_request",
        about=confirmed_role,
        actor=confirmed_role.member,
    )


@receiver(role_answered, dispatch_uid="people.tell_of_role_answer")
def tell_of_role_answer(confirmed_role: ConfirmedRole, by: Any, **kwargs: Any) -> None:
    settle(kind="role_request", about_id=confirmed_role.pk)
    said = f"{confirmed_role.state} {confirmed_role.decided_at:%Y-%m-%dT%H:%M:%S.%f}"
    notify(
        [confirmed_role.member_id],
        kind="role_answer",
        about=confirmed_role,
        actor=by,
        occasion=said,
    )


@receiver(role_ends_soon, dispatch_uid="people.remind_of_role")
def remind_of_role(confirmed_role: ConfirmedRole, **kwargs: Any) -> None:
    last_day = str(confirmed_role.valid_until)
    notify(
        [confirmed_role.member_id], kind="role_ends_soon", about=confirmed_role, occasion=last_day
    )
