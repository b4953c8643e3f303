"""May this person do that? Rules are functions ``can_<verb>_<noun>(user, obj) -> bool``."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404


class NotAllowed(PermissionDenied):
    """A refusal where it is no secret that the thing exists; the page shows its reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def require(rule: Callable[[Any, Any], bool], user: Any, obj: Any) -> None:
    """Answer 404 unless the rule holds, so that a refusal never confirms that a thing exists."""
    if not rule(user, obj):
        raise Http404
