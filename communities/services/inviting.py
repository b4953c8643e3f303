"""Invitations: to an address, or to somebody known by name.

Nothing that a facilitator sees depends on whether somebody has an account with an address.
"""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from communities import notices
from communities.enums import Deed, State
from communities.models import CommunityPage, Invitation, Membership
from communities.services import letters
from communities.services.joining import join
from communities.services.steps import locked, move, note, row_of
from members.models import User
from work.each import aside, each


@transaction.atomic
def invite_address(*, community: CommunityPage, email: str, by: User) -> Invitation:
    """Write to this address that an invitation waits, whether or not it has an account here.

    Whoever confirms the address later finds it. Inviting again counts from now.
    """
    email = email.strip().lower()
    invitation, _created = Invitation.objects.update_or_create(
        community=community,
        email=email,
        defaults={"invited_by": by, "invited_at": timezone.now()},
    )
    owner = _owners(email).first()
    if owner is None or _invite(community, owner, by):
        letters.invite(email)
    return invitation


@transaction.atomic
def invite_member(*, community: CommunityPage, member: User, by: User) -> Invitation | None:
    """Invite somebody by name; None when they are a member or have asked already."""
    membership = _invite(community, member, by)
    if membership is None:
        return None
    invitation, _created = Invitation.objects.update_or_create(
        community=community,
        member=member,
        defaults={"invited_by": by, "invited_at": timezone.now()},
    )
    notices.tell_member(notices.INVITATION, membership, by=by)
    return invitation


@transaction.atomic
def find_invited(*, member: User, email: str) -> int:
    """Give somebody who has confirmed this address the invitations sent to it; says how many."""
    found = 0
    for invitation in Invitation.objects.open().filter(email=email.lower()):
        with aside("Finding invitation", invitation), transaction.atomic():
            found += bool(_invite(invitation.community, member, invitation.invited_by))
    return found


@transaction.atomic
def accept_invitation(*, community: CommunityPage, member: User) -> Membership | None:
    """Become a member; None when the invitation was taken back or has run out."""
    membership = locked(community, member)
    invitations = Invitation.objects.filter(_to(member), community=community)
    if membership is None or membership.state != State.INVITED or not invitations.open().exists():
        return None
    invitations.delete()
    return join(community=community, member=member)


@transaction.atomic
def decline_invitation(*, community: CommunityPage, member: User) -> bool:
    """Say no to the invitation. Who invited is not told: for them it runs out."""
    membership = locked(community, member)
    if membership is None or membership.state != State.INVITED:
        return False
    move(membership, State.DECLINED)
    note(membership, Deed.INVITATION_DECLINED, member)
    return True


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User | None = None) -> None:
    """Take an invitation back; a person invited by no other is invited no more."""
    community, members = invitation.community, list(_invited_by(invitation))
    invitation.delete()
    for member in members:
        if Invitation.objects.filter(_to(member), community=community).exists():
            continue
        membership = locked(community, member)
        if membership is not None and membership.state == State.INVITED:
            move(membership, State.DECLINED)
            note(membership, Deed.INVITATION_DECLINED, by)


def let_invitations_run_out(now: datetime) -> int:
    """Take back the invitations that nobody answered in time; says how many."""
    return each(
        Invitation.objects.past(now).select_related("community"),
        lambda invitation: withdraw_invitation(invitation=invitation),
        what="Withdrawing invitation",
    )


def forget_addresses(*, member: User, emails: Iterable[str]) -> None:
    """Delete the invitations sent to somebody whose account is closed."""
    Invitation.objects.filter(
        Q(member=member) | Q(email__in=[email.lower() for email in emails])
    ).delete()


def _invite(community: CommunityPage, member: User, by: User | None) -> Membership | None:
    """The membership, invited now; None where the person is a member or has asked already."""
    membership = row_of(community, member)
    if membership.state in (State.ACTIVE, State.REQUESTED):
        return None
    if membership.state != State.INVITED:
        move(membership, State.INVITED)
        note(membership, Deed.INVITED, by)
    return membership


def _owners(email: str) -> QuerySet[User]:
    """The account whose person has shown that this address is theirs."""
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return User.objects.active().filter(pk__in=confirmed.values("user"))


def _invited_by(invitation: Invitation) -> list[User]:
    return [invitation.member] if invitation.member else list(_owners(invitation.email))


def _to(member: User) -> Q:
    emails = EmailAddress.objects.filter(user=member, verified=True).values_list("email", flat=True)
    return Q(member=member) | Q(email__in=[email.lower() for email in emails])
