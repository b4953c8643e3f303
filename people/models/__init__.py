from people.models.confirmed_roles import ConfirmedRole, ConfirmedRoleEvent
from people.models.places import Area, Organisation
from people.models.profile import Profile

__all__ = ["Area", "ConfirmedRole", "ConfirmedRoleEvent", "Organisation", "Profile"]
