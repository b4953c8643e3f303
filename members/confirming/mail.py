"""Mail about roles. It names none: it may be read on a shared screen."""

from datetime import date

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse

from members import attestations
from members.models import User
from members.signals import role_answered


def tell(member: User, about: str) -> None:
    if member.is_active:
        context = {"roles_url": f"{settings.SITE_URL}{reverse('people:roles')}"}
        get_adapter().send_mail(f"account/email/{about}", member.email, context)


@receiver(role_answered, dispatch_uid="members.tell_of_answer")
def tell_of_answer(attestation, by, **kwargs) -> None:
    """The mail leaves by task once the answer is stored."""
    if by != attestation.member:
        tell(attestation.member, "something_answered")


def remind(today: date | None = None) -> int:
    """Write once to each whose role ends soon, and has not been renewed since; says how many."""
    reminded = 0
    for attestation in attestations.to_remind(today):
        with transaction.atomic():
            if attestations.note_reminder(attestation=attestation, today=today):
                tell(attestation.member, "something_to_renew")
                reminded += 1
    return reminded
