"""The backend of the sign-in: who somebody is, and what they may do."""

from collections.abc import Callable
from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from core.belonging import groups_today
from members.models import User
from members.passwords import spellings

_annotations: dict[str, Callable[[], Any]] = {}


def annotates_person(name: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Register an attribute of ``request.user``: the decorated function gives the expression that
    is its value. A header shows it on every page, and no query is added."""

    def register(expression: Callable[[], Any]) -> Callable[[], Any]:
        _annotations[name] = expression
        _people.cache_clear()
        return expression

    return register


@cache
def _people() -> QuerySet[User]:
    return User.objects.annotate(**{name: make() for name, make in _annotations.items()})


class AccountBackend(AuthenticationBackend):
    """allauth's sign-in by e-mail. What somebody may do comes from their groups alone.

    Rights given to single people are what nobody finds again; not asking for them
    also saves each member's page a query.
    """

    def _mitigate_timing_attack(self, password: str) -> None:
        """Hash for an unknown address as often as a known one's password is compared."""
        for spelling in spellings(password):
            make_password(spelling)

    def get_user(self, user_id: Any) -> User | None:
        """The person with this key, with all that is registered; one query."""
        user = _people().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def _get_permissions(self, user_obj: Any, obj: Any, from_name: str) -> set[str]:
        """None for a member without rights, as the session found them: no query on their pages."""
        if from_name == "user" or not getattr(user_obj, "holds_rights", True):
            return set()
        if getattr(user_obj, "rights_withheld", False):
            return set()
        return super()._get_permissions(user_obj, obj, from_name)

    def _get_group_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        return Permission.objects.filter(group__in=groups_today(user_obj))
