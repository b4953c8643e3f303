"""Who may see a picture of a collection that is not open to all."""

from collections.abc import Iterable
from typing import Any

from wagtail.permissions import policy_registry


def can_see_picture(request: Any, image: Any, restrictions: Iterable[Any]) -> bool:
    """Readers see a picture if its collection and all around it is for them, or if they keep it."""
    if all(restriction.accept_request(request) for restriction in restrictions):
        return True
    if getattr(request.user, "rights_withheld", False):
        return False
    policy = policy_registry.get_by_type(type(image))
    return policy.user_has_permission_for_instance(request.user, "change", image)
