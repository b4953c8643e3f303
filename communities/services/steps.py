"""One membership's step from one state to another: row, groups and history together."""

from typing import Any

from django.utils import timezone

from communities.enums import Deed, State
from communities.models import CommunityPage, Membership, MembershipEvent
from communities.models.memberships import ENDED
from members.models import User


def row_of(community: CommunityPage, member: User) -> Membership:
    """This person's row, made if there was none, locked until the transaction ends.

    A new row says that nothing came of it yet.
    """
    Membership.objects.get_or_create(
        community=community,
        member=member,
        defaults={"state": State.DECLINED, "joined_at": None},
    )
    return locked(community, member)  # type: ignore[return-value]


def locked(community: CommunityPage, member: User) -> Membership | None:
    """This person's row as it is now, locked; None when there is none."""
    rows = Membership.objects.select_for_update()
    membership = rows.filter(community=community, member=member).first()
    if membership is not None:
        membership.community, membership.member = community, member
    return membership


def move(membership: Membership, state: State, **values: Any) -> Membership:
    """Give a locked row its new state, with all that a state brings, and set the groups."""
    was_active, now = membership.is_active, timezone.now()
    membership.state, membership.changed_at = state, now
    membership.words, membership.not_before = "", None
    membership.left_at = now if state in ENDED else None
    if state == State.ACTIVE:
        membership.joined_at, membership.welcomed_at, membership.must_ask = now, None, False
    else:
        membership.is_facilitator, membership.facilitator_until = False, None
        if state not in ENDED:
            membership.joined_at = None
    for field, value in values.items():
        setattr(membership, field, value)
    membership.save()
    community, groups = membership.community, membership.member.groups
    if membership.is_active:
        groups.add(community.group_id)
    elif was_active:
        groups.remove(community.group_id, community.facilitator_group_id)
    return membership


def note(membership: Membership, deed: Deed, by: User | None, reason: str = "") -> None:
    """Write down what happened. ``by`` is nobody when the site did it by itself."""
    MembershipEvent.objects.create(membership=membership, deed=deed, by=by, reason=reason.strip())
