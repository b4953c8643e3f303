"""What is told of accounts and roles: members lie below, and say with signals what happened.

In mail a role is not named: it may be read on a shared screen.
"""

from collections.abc import Collection, Sequence
from typing import Any

from allauth.account.signals import (
    email_changed,
    password_changed,
    password_reset,
    password_set,
    user_signed_up,
)
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Application, Attestation, User
from members.signals import (
    account_let_in,
    account_waits,
    role_answered,
    role_ends_soon,
    role_requested,
)
from members.staff import among_with, coordinators
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, each, register
from notifications.services import notify, settle


def _accounts(keys: Collection[int]) -> dict[int, User]:
    return User.objects.active().in_bulk(keys)


def _applications(keys: Collection[int]) -> dict[int, Application]:
    return Application.objects.filter(waits=True).select_related("user").in_bulk(keys)


def _roles(keys: Collection[int]) -> dict[int, Attestation]:
    roles = Attestation.objects.select_related("organisation", "member")
    return roles.prefetch_related("organisation__contacts").in_bulk(keys)


def _is_own_role(person: Any, role: Attestation) -> bool:
    return role.member_id == person.pk


def _may_let_in(pairs: Sequence[Pair]) -> list[bool]:
    able = among_with("members.change_application", [person for person, _thing in pairs])
    return [person.pk in able for person, _thing in pairs]


def _may_answer(pairs: Sequence[Pair]) -> list[bool]:
    """``members.access.can_decide_attestation``, of many at once, while there is no answer."""
    able = among_with("members.change_attestation", [person for person, _thing in pairs])
    return [
        role.is_open
        and role.member_id != person.pk
        and not person.rights_withheld
        and (person.pk in able or person in _contacts(role))
        for person, role in pairs
    ]


def _contacts(role: Attestation) -> list[User]:
    if role.organisation is None:
        return []
    return [each for each in role.organisation.contacts.all() if each.is_active]


def _to_answer(role: Attestation) -> str:
    others = [person for person in _contacts(role) if person.pk != role.member_id]
    return reverse("people:roles_to_answer") if others else reverse("confirmed_roles:index")


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
register(
    Kind(
        name="account_waits",
        title=_("Somebody waits to be let in"),
        group=Group.ACCOUNT,
        default=Reach.AT_ONCE,
        find=_applications,
        may_see=_may_let_in,
        link=lambda application: reverse("people_waiting:index"),
        offered_to=lambda person: person.has_perm("members.change_application"),
    )
)
register(
    Kind(
        name="welcome",
        title=_("Welcome"),
        group=Group.ACCOUNT,
        default=Reach.SITE,
        find=_accounts,
        may_see=each(lambda person, account: person == account),
        link=lambda account: reverse("welcome"),
        offered_to=lambda person: False,
    )
)
for _name, _title in (
    ("password_changed", _("My password was changed")),
    ("email_changed", _("My e-mail address was changed")),
    ("second_step_changed", _("A second step or passkey of mine was added or removed")),
):
    register(
        Kind(
            name=_name,
            title=_title,
            group=Group.ACCOUNT,
            # allauth writes the mail, with the address it came from, at the same moment.
            default=Reach.SITE,
            find=_accounts,
            may_see=each(lambda person, account: person == account),
            link=lambda account: reverse("account_security"),
            can_switch_off=False,
        )
    )


@receiver(role_requested, dispatch_uid="notifications.tell_of_role_request")
def tell_of_role_request(attestation: Attestation, **kwargs: Any) -> None:
    """To the organisation's contacts, who know its people; without any, to coordinators."""
    people: Any = _contacts(attestation)
    people = [person for person in people if person.pk != attestation.member_id]
    notify(
        people or coordinators(), kind="role_request", about=attestation, actor=attestation.member
    )


@receiver(role_answered, dispatch_uid="notifications.tell_of_role_answer")
def tell_of_role_answer(attestation: Attestation, by: Any, **kwargs: Any) -> None:
    settle(kind="role_request", about_id=attestation.pk)
    said = f"{attestation.state} {attestation.decided_at:%Y-%m-%dT%H:%M:%S.%f}"
    notify([attestation.member_id], kind="role_answer", about=attestation, actor=by, occasion=said)


@receiver(role_ends_soon, dispatch_uid="notifications.remind_of_role")
def remind_of_role(attestation: Attestation, **kwargs: Any) -> None:
    last_day = str(attestation.valid_until)
    notify([attestation.member_id], kind="role_ends_soon", about=attestation, occasion=last_day)


@receiver(account_waits, dispatch_uid="notifications.tell_coordinators")
def tell_coordinators(application: Application, **kwargs: Any) -> None:
    notify(coordinators(), kind="account_waits", about=application)


@receiver(account_let_in, dispatch_uid="notifications.settle_waiting")
def settle_waiting(application_id: int, **kwargs: Any) -> None:
    settle(kind="account_waits", about_id=application_id)


@receiver(user_signed_up, dispatch_uid="notifications.welcome")
def welcome(user: User, **kwargs: Any) -> None:
    notify([user], kind="welcome", about=user)


@receiver([password_changed, password_set, password_reset], dispatch_uid="notifications.password")
def tell_of_password(user: User, **kwargs: Any) -> None:
    notify([user], kind="password_changed", about=user, occasion=_now())


@receiver(email_changed, dispatch_uid="notifications.email")
def tell_of_email(user: User, **kwargs: Any) -> None:
    notify([user], kind="email_changed", about=user, occasion=_now())


@receiver(
    [authenticator_added, authenticator_removed, authenticator_reset],
    dispatch_uid="notifications.second_step",
)
def tell_of_second_step(user: User, **kwargs: Any) -> None:
    notify([user], kind="second_step_changed", about=user, occasion=_now())


def _now() -> str:
    return f"{timezone.now():%Y-%m-%dT%H:%M:%S.%f}"
