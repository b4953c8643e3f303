from members.models.accounts import RateCount, User, UserManager, display_name, random_public_id
from members.models.places import Area, Organisation

__all__ = [
    "Area",
    "Organisation",
    "RateCount",
    "User",
    "UserManager",
    "display_name",
    "random_public_id",
]
