"""What is asked of people who look after the site, beyond a password."""

import time
from collections.abc import Iterable
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Q, QuerySet

from core.roles import COORDINATORS
from members.models import User

SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
ABOUT_PEOPLE = {"wagtailusers_users", "wagtailusers_groups"}
"""Namespaces of the screens that show addresses, or give and take rights."""


def looks_after_the_site(user: Any) -> bool:
    """Whoever may open the editors' screens: coordinators, administrators, editors."""
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def lacks_second_step(user: Any) -> bool:
    return bool(settings.STAFF_SECOND_STEP) and not is_mfa_enabled(user, SECOND_STEPS)


def must_show_again_who_it_is(request: Any) -> bool:
    """Is this screen about people, or does it take a list away, and the last proof is too old?"""
    match = request.resolver_match
    if not ABOUT_PEOPLE.intersection(match.namespaces) and "export" not in request.GET:
        return False
    proofs = get_authentication_records(request, request.user)
    if proofs and time.time() - proofs[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
        return False
    return bool(get_adapter().get_reauthentication_methods(request.user))


def coordinators() -> QuerySet[User]:
    return User.objects.active().filter(groups__name=COORDINATORS)


def among_with(permission: str, people: Iterable[Any]) -> set[int]:
    """The keys of those of the people who have this permission (``app.codename``); one query."""
    app, _dot, codename = permission.partition(".")
    granted = Q(
        groups__permissions__codename=codename,
        groups__permissions__content_type__app_label=app,
    )
    found = User.objects.active().filter(granted | Q(is_superuser=True))
    keys = {person.pk for person in people}
    return set(found.filter(pk__in=keys).order_by().values_list("pk", flat=True))
