"""What a role may do: apps register a grant, ``manage.py sync_roles`` writes them all.

A grant is a function that gives a Django Group what one app has to give, and may
be called any number of times.
"""

from collections.abc import Callable

from django.contrib.auth.models import Group

COORDINATORS = "Coordinators"

Grant = Callable[[Group], None]
_grants: dict[str, list[Grant]] = {COORDINATORS: []}


def grant(role: str) -> Callable[[Grant], Grant]:
    """Register the decorated function as a grant to the role's group."""

    def register(function: Grant) -> Grant:
        _grants.setdefault(role, []).append(function)
        return function

    return register


def sync() -> list[str]:
    """Write every role's group and run its grants; returns the names of the roles."""
    for role, grants in _grants.items():
        group, _created = Group.objects.get_or_create(name=role)
        for give in grants:
            give(group)
    return list(_grants)
