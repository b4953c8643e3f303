"""Who may do what with what people say of themselves."""

from typing import Any


def can_decide_role(by: Any, confirmed_role: Any) -> bool:
    """Coordinators, and the contacts of the organisation that it names; never one's own."""
    if confirmed_role.member_id == by.pk or not by.is_active:
        return False
    if by.has_perm("people.change_confirmedrole"):
        return True
    organisation = confirmed_role.organisation
    if organisation is None or by.rights_withheld:
        return False
    return organisation.contacts.filter(pk=by.pk).exists()
