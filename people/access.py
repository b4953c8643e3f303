"""Who may decide about confirmed roles."""

from collections.abc import Sequence
from typing import Any

from members.staff import among_with
from people.models import ConfirmedRole

DECIDE_ALL = "people.change_confirmedrole"


def can_decide_role(by: Any, role: ConfirmedRole, *, coordinates: bool | None = None) -> bool:
    """Coordinators decide roles, and contacts those of their organisation; nobody their own.

    ``coordinates`` says whether they may decide all, where that is known already.
    """
    if role.member_id == by.pk or not by.is_active or by.rights_withheld:
        return False
    if by.has_perm(DECIDE_ALL) if coordinates is None else coordinates:
        return True
    return role.organisation is not None and by in role.organisation.contacts.all()


def who_decides(pairs: Sequence[tuple[Any, ConfirmedRole]]) -> list[bool]:
    """``can_decide_role`` of each pair; one query more for all, where contacts are prefetched."""
    deciding = among_with(DECIDE_ALL, [person for person, _role in pairs])
    return [
        can_decide_role(person, role, coordinates=person.pk in deciding) for person, role in pairs
    ]
