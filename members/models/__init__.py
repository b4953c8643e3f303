from members.models.accounts import RateCount, User, UserManager, display_name, random_public_id
from members.models.attestations import Attestation, AttestationEvent
from members.models.places import Area, Organisation
from members.models.profile import Profile

__all__ = [
    "Area",
    "Attestation",
    "AttestationEvent",
    "Organisation",
    "Profile",
    "RateCount",
    "User",
    "UserManager",
    "display_name",
    "random_public_id",
]
