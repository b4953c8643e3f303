from members.models.accounts import RateCount, User, UserManager, display_name, random_public_id
from members.models.agreement import Acceptance, AgreementPage
from members.models.attestations import Attestation, AttestationEvent
from members.models.joining import Application, Invitation
from members.models.looks import Look
from members.models.places import Area, Organisation
from members.models.profile import Profile
from members.models.sending import KeptFile, KeptForm, SentForm

__all__ = [
    "Acceptance",
    "AgreementPage",
    "Application",
    "Area",
    "Attestation",
    "AttestationEvent",
    "Invitation",
    "KeptFile",
    "KeptForm",
    "Look",
    "Organisation",
    "Profile",
    "RateCount",
    "SentForm",
    "User",
    "UserManager",
    "display_name",
    "random_public_id",
]
