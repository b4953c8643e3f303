"""Becoming a member, and ceasing to be one."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities import notices
from communities.enums import Deed, State
from communities.models import CommunityPage, Membership, MembershipEvent
from communities.services.steps import locked, move, note, row_of
from communities.signals import member_joined, member_left, membership_asked_for
from core.days import site_today
from members.models import User
from members.services import forget_names_in_history

WAIT = timedelta(days=30)
"""How long somebody whose request was declined waits before they can ask again."""


@transaction.atomic
def join(*, community: CommunityPage, member: User, by: User | None = None) -> Membership:
    """Make this person a member; what is marked for the community opens to them at once.

    Whether they may is asked before (``access.way_in``); ``by`` is who let them in, when
    it was not themselves. Joining again changes nothing and announces nothing; joining
    after having left counts from now.
    """
    membership = row_of(community, member)
    if membership.is_active:
        return membership
    move(membership, State.ACTIVE)
    note(membership, Deed.JOINED, by or member)
    member_joined.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def leave(*, community: CommunityPage, member: User, by: User | None = None) -> None:
    """End this person's membership, and their being a facilitator with it.

    Nobody is held: the last facilitator may leave too. Leaving without being a member
    changes nothing and announces nothing.
    """
    membership = locked(community, member)
    if membership is None or not membership.is_active:
        return
    move(membership, State.LEFT)
    note(membership, Deed.LEFT, by or member)
    member_left.send(sender=Membership, membership=membership)


@transaction.atomic
def leave_all(*, member: User) -> None:
    """End whatever somebody whose account is closed has with communities.

    The rows stay, without a name and without what was said about them.
    """
    own = Membership.objects.filter(member=member)
    for membership in own.active().select_related("community"):
        leave(community=membership.community, member=member)
    for membership in own.filter(state__in=(State.INVITED, State.REQUESTED)):
        move(locked(membership.community, member), State.LEFT)  # type: ignore[arg-type]
    MembershipEvent.objects.filter(membership__member=member).update(reason="")
    forget_names_in_history(own.select_related("member", "community"))


@transaction.atomic
def remove(*, community: CommunityPage, member: User, by: User, reason: str) -> None:
    """End somebody's membership against their will; they can ask to come back, and not just come.

    The reason is written down, and the person is told that there is something to read.
    Removing somebody who is no member changes nothing.
    Raises ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. The person can read it.")})
    membership = locked(community, member)
    if membership is None or not membership.is_active:
        return
    move(membership, State.REMOVED, must_ask=True)
    note(membership, Deed.REMOVED, by, reason)
    member_left.send(sender=Membership, membership=membership)
    notices.tell_member(notices.ENDED, membership, by=by)


@transaction.atomic
def ask_to_join(*, community: CommunityPage, member: User, words: str = "") -> Membership:
    """Put a request before the facilitators, who are told; a second one changes nothing.

    Whether the person may ask is asked before (``access.way_in``).
    """
    membership = row_of(community, member)
    if membership.state in (State.ACTIVE, State.REQUESTED):
        return membership
    move(membership, State.REQUESTED, words=words.strip())
    note(membership, Deed.REQUESTED, member)
    notices.tell_facilitators(membership)
    membership_asked_for.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def take_request_back(*, community: CommunityPage, member: User) -> bool:
    """Take one's request back; False when there is none, or it was answered meanwhile."""
    membership = locked(community, member)
    if membership is None or membership.state != State.REQUESTED:
        return False
    move(membership, State.DECLINED)
    note(membership, Deed.WITHDRAWN, member)
    notices.settle_request(membership)
    return True


@transaction.atomic
def approve(*, community: CommunityPage, member: User, by: User, words: str = "") -> bool:
    """Let in somebody who asked; they are told. False when nothing waits any more."""
    membership = locked(community, member)
    if membership is None or membership.state != State.REQUESTED:
        return False
    move(membership, State.ACTIVE)
    note(membership, Deed.JOINED, by, words)
    notices.settle_request(membership)
    notices.tell_member(notices.ANSWER, membership, by=by)
    member_joined.send(sender=Membership, membership=membership)
    return True


@transaction.atomic
def decline(*, community: CommunityPage, member: User, by: User, words: str) -> bool:
    """Answer a request with no, in words that the person reads; they may ask again in 30 days.

    False when nothing waits any more. Raises ValidationError without words.
    """
    if not words.strip():
        raise ValidationError({"words": _("Say a few words. The person can read them.")})
    membership = locked(community, member)
    if membership is None or membership.state != State.REQUESTED:
        return False
    move(membership, State.DECLINED, not_before=site_today() + WAIT)
    note(membership, Deed.DECLINED, by, words)
    notices.settle_request(membership)
    notices.tell_member(notices.ANSWER, membership, by=by)
    return True


@transaction.atomic
def welcome(*, community: CommunityPage, member: User, by: User, words: str = "") -> bool:
    """Welcome a member, in words that they are told of; without words, nobody is told anything.

    The first welcome counts: a second changes nothing, and its words are not kept. False then,
    and for those who are no members.
    """
    membership = locked(community, member)
    if membership is None or not membership.is_active or membership.welcomed_at:
        return False
    membership.welcomed_at = timezone.now()
    membership.save(update_fields=["welcomed_at"])
    note(membership, Deed.WELCOMED, by, words)
    if words.strip():
        notices.tell_member(notices.WELCOME, membership, by=by)
    return True


def withdraw_welcomes(*, by: User) -> int:
    """Take away the words with which this person welcomed others; how many that was."""
    said = MembershipEvent.objects.filter(by=by, deed=Deed.WELCOMED).exclude(reason="")
    return said.update(reason="")
