from members.models.accounts import User, UserManager, display_name, random_public_id
from members.models.agreement import Acceptance, AgreementPage
from members.models.joining import Application, Invitation
from members.models.looks import Look
from members.models.sending import KeptFile, KeptForm, SentForm

__all__ = [
    "Acceptance",
    "AgreementPage",
    "Application",
    "Invitation",
    "KeptFile",
    "KeptForm",
    "Look",
    "SentForm",
    "User",
    "UserManager",
    "display_name",
    "random_public_id",
]
