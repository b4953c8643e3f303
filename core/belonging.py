"""The groups that a person is in today: a place in some ends with a day, whatever has run since.

A row that says who is in a group stands until it is taken away. An app that gives a place in a
group until a day says here when it is over, and whatever asks for groups asks this.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import BaseViewRestriction

_over: list[Callable[[Any, Any], Exists]] = []


def ends_by_itself(is_over: Callable[[Any, Any], Exists]) -> Callable[[Any, Any], Exists]:
    """Register when a place is over: a condition over the keys of a person and of a group."""
    _over.append(is_over)
    return is_over


def still(person: Any, group: Any) -> list[Any]:
    """Conditions that this person's place in this group has not ended: for ``filter(*…)``."""
    return [~is_over(person, group) for is_over in _over]


def groups_today(user: Any) -> QuerySet[Group]:
    return user.groups.filter(*still(user.pk, OuterRef("pk")))


def install() -> None:
    """Let Wagtail's privacy settings ask for today's groups; on their own they ask for the rows."""
    accepts = BaseViewRestriction.accept_request

    def accept_request(self: BaseViewRestriction, request: Any) -> bool:
        if self.restriction_type != BaseViewRestriction.GROUPS or request.user.is_superuser:
            return accepts(self, request)
        groups: Any = self.groups  # type: ignore[attr-defined]
        own = groups_today(request.user)
        return any(group in own for group in groups.all())

    BaseViewRestriction.accept_request = accept_request
