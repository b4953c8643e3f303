"""Who may do what with accounts."""

from typing import Any


def can_close_account(by: Any, user: Any) -> bool:
    """Coordinators close accounts, but not their own, nor an administrator's."""
    if user.is_closed or user == by:
        return False
    if user.is_superuser and not by.is_superuser:
        return False
    return by.has_perm("members.change_user")
