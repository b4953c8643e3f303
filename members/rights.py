"""Rights beyond a member's, withheld until their holder has shown a second step (docs/adr/0028).

They are withheld where they are asked for and not at a door: ``has_perm``, ``is_superuser`` and
``groups`` of the person asking say what they say of any member. What is asked about many people at
once, from the database, leaves out whoever has ``rights_withheld``.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import (
    BooleanField,
    Exists,
    Expression,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    prefetch_related_objects,
)
from django.http import HttpRequest

from members.backends import annotates_person
from members.models import User

SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
_belonging: list[str] = []
_otherwise: list[Callable[[], Exists]] = []


def belonging_alone(relation: str) -> None:
    """Register groups that only say where somebody belongs, by their one-to-one relation.

    Whoever is in any other group holds rights beyond a member's.
    """
    _belonging.append(relation)


def held_otherwise(condition: Callable[[], Exists]) -> Callable[[], Exists]:
    """Register what else gives rights: an expression about the person whose key is ``pk``."""
    _otherwise.append(condition)
    return condition


@annotates_person("holds_rights")
def holds_rights() -> Expression:
    """Whether somebody is an administrator, has a role, looks after a community, or apps say so."""
    elevated = User.groups.through._default_manager.filter(
        user=OuterRef("pk"), **{f"group__{name}__isnull": True for name in _belonging}
    )
    held = Q(is_superuser=True) | Q(Exists(elevated))
    for condition in _otherwise:
        held |= Q(condition())
    return ExpressionWrapper(held, output_field=BooleanField())


@annotates_person("has_second_step")
def has_second_step() -> Any:
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS))


def must_be_withheld(request: HttpRequest, user: Any) -> bool:
    """Whether this person holds rights, and has not shown a second step since they signed in."""
    if not (settings.STAFF_SECOND_STEP and user.is_authenticated and user.holds_rights):
        return False
    shown = (record["method"] for record in get_authentication_records(request, user))
    return not (user.has_second_step and "mfa" in shown)


def withhold(user: User) -> None:
    """Make this person, as they ask now, a member like any other; nothing is stored."""
    user.rights_withheld = True
    vars(user).pop("is_superuser", None)
    kept = Group.objects.exclude(**{f"{name}__isnull": True for name in _belonging})
    prefetch_related_objects([user], Prefetch("groups", queryset=kept))
