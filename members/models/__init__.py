from members.models.accounts import RateCount, User, UserManager, display_name, random_public_id
from members.models.looks import Look
from members.models.places import Area, Organisation
from members.models.profile import Profile

__all__ = [
    "Area",
    "Look",
    "Organisation",
    "Profile",
    "RateCount",
    "User",
    "UserManager",
    "display_name",
    "random_public_id",
]
