"""People who look after the site, and when they show again who they are."""

import time
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from core.access import NotAllowed
from core.roles import COORDINATORS
from members.models import User

_about_people = {"wagtailusers_users", "wagtailusers_groups"}

View = Callable[..., HttpResponseBase]


def about_people(*namespaces: str) -> None:
    """Register editors' screens that show addresses, or give and take rights or roles."""
    _about_people.update(namespaces)


def asked_again(request: Any) -> HttpResponseBase | None:
    """The way to show again who one is; None when that was shown within a quarter of an hour.
    Whoever has no way at all is refused.

    A sign-in counts. After showing it, they are back at this address; a form that was sent is
    sent again.
    """
    proofs = get_authentication_records(request, request.user)
    if proofs and time.time() - proofs[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        raise NotAllowed(
            _("We cannot ask whether it is you: confirm your address or set a password first.")
        )
    return suspend_request(request, methods[0]["url"])


def asked_again_by_screen(request: Any) -> HttpResponseBase | None:
    """``asked_again`` for editors' screens that are about people or take a list away."""
    if "export" in request.GET or _about_people.intersection(request.resolver_match.namespaces):
        return asked_again(request)
    return None


def with_fresh_proof(view: View) -> View:
    """Ask for a fresh proof before a view about people; stands below its question of who may."""

    @wraps(view)
    def view_after_proof(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return asked_again(request) or view(request, *args, **kwargs)

    return view_after_proof


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
    keys = {person.pk for person in people if not person.rights_withheld}
    return set(found.filter(pk__in=keys).order_by().values_list("pk", flat=True))
