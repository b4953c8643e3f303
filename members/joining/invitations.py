"""Inviting people by their address: one by one or as a list, and what becomes of it.

Whoever invites is never told whether an address has an account: the mail differs, the
answer does not.
"""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from members.joining.lists import Line
from members.models import Invitation, User
from members.models.joining import INVITATION_LASTS, hash_of
from members.signals import invitation_accepted


@transaction.atomic
def invite_all(*, lines: list[Line], by: User) -> int:
    """Invite everybody in the list, or nobody: raises ValidationError when a line is wrong."""
    if wrong := [line for line in lines if line.error]:
        raise ValidationError([f"{line.number}: {line.error}" for line in wrong])
    for line in lines:
        invite(email=line.email, name=line.name, by=by)
    return len(lines)


@transaction.atomic
def invite(*, email: str, by: User, name: str = "") -> Invitation:
    """Invite an address for two weeks and write to it.

    An invitation that is still unanswered is sent anew, with another link: the link before
    ends. To somebody who has an account the mail says so, and carries no link to join.
    """
    email = email.strip().lower()
    found = Invitation.objects.select_for_update().unanswered().filter(email__iexact=email)
    invitation = found.first() or Invitation(email=email)
    invitation.name = name or invitation.name
    invitation.invited_by = by
    _send(invitation)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, by: User) -> bool:
    """Send an invitation anew, for two weeks from now; False when it was answered meanwhile."""
    found = Invitation.objects.select_for_update().unanswered().filter(pk=invitation.pk).first()
    if found is None:
        return False
    found.invited_by = by
    _send(found)
    return True


@transaction.atomic
def withdraw(*, invitation: Invitation) -> bool:
    """End an invitation: its link works no more. False when it was answered meanwhile."""
    found = Invitation.objects.unanswered().filter(pk=invitation.pk)
    return bool(found.update(withdrawn_at=timezone.now()))


@transaction.atomic
def claim(pk: int | None) -> Invitation | None:
    """Take an invitation for somebody who makes an account now; None when it ended meanwhile."""
    if pk is None:
        return None
    invitation = Invitation.objects.select_for_update().open().filter(pk=pk).first()
    if invitation is not None:
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
    return invitation


@transaction.atomic
def accepted(*, invitation: Invitation, user: User) -> None:
    """Announce the account that came of an invitation."""
    invitation_accepted.send(sender=Invitation, invitation=invitation, user=user)


def _send(invitation: Invitation) -> None:
    token = get_random_string(32)
    now = timezone.now()
    invitation.token_hash = hash_of(token)
    invitation.sent_at, invitation.expires_at = now, now + INVITATION_LASTS
    invitation.full_clean(validate_constraints=False)
    invitation.save()
    context = {
        "name": invitation.name,
        "days": INVITATION_LASTS.days,
        "link": f"{settings.SITE_URL}{reverse('account_invitation', args=[token])}",
        "sign_in_url": f"{settings.SITE_URL}{reverse('account_login')}",
    }
    about = "invited_member" if _has_account(invitation.email) else "invited"
    get_adapter().send_mail(f"account/email/{about}", invitation.email, context)


def _has_account(email: str) -> bool:
    owned = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return owned.exists() or User.objects.active().filter(email__iexact=email).exists()
