"""Who may do what with accounts, and whom a sign-in would help."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.models import BaseViewRestriction


def can_close_account(by: Any, user: Any) -> bool:
    """Coordinators close accounts, but not their own, nor an administrator's."""
    if user.is_closed or user == by:
        return False
    if user.is_superuser and not by.is_superuser:
        return False
    return by.has_perm("members.change_user")


def would_open_by_signing_in(restrictions: Iterable[Any], request: HttpRequest) -> bool:
    """Is a sign-in all that is missing? For a group's own things it never is: they stay unknown."""
    return not request.user.is_authenticated and all(
        restriction.restriction_type == BaseViewRestriction.LOGIN
        for restriction in restrictions
        if not restriction.accept_request(request)
    )
