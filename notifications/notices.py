"""What is told of accounts: ``members`` lies below, and says with signals what happened."""

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

from members.models import Application, User
from members.signals import account_let_in, account_waits
from members.staff import among_with, coordinators
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, each, register
from notifications.services import notify, settle


def _accounts(keys: Collection[int]) -> dict[int, User]:
    return User.objects.active().in_bulk(keys)


def _applications(keys: Collection[int]) -> dict[int, Application]:
    return Application.objects.filter(waits=True).select_related("user").in_bulk(keys)


def _may_let_in(pairs: Sequence[Pair]) -> list[bool]:
    able = among_with("members.change_application", [person for person, _thing in pairs])
    return [person.pk in able for person, _thing in pairs]


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
