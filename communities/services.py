"""Opening communities, joining and leaving them. The groups follow in the same transaction."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from communities.enums import JoinPolicy, State
from communities.models import CommunityPage, Membership
from communities.signals import (
    community_opened,
    facilitator_appointed,
    facilitator_dismissed,
    member_joined,
    member_left,
)
from members.models import User
from members.services import forget_names_in_history


@transaction.atomic
def open_community(
    *,
    parent: Page,
    title: str,
    purpose: str,
    owner: User | None = None,
    live: bool = True,
    join_policy: str = JoinPolicy.OPEN,
    **fields: Any,
) -> CommunityPage:
    """A new community under the list of communities, with its groups, published unless told not to.

    ``fields`` are further fields of the page (``slug``, ``lead``, ``who_for``,
    ``ground_rules`` …). Raises ValidationError when one of them does not fit.
    """
    community = CommunityPage(
        title=title, purpose=purpose, owner=owner, live=live, join_policy=join_policy, **fields
    )
    parent.add_child(instance=community)
    revision = community.save_revision(user=owner)
    if live:
        revision.publish(user=owner)
        community.refresh_from_db()
    community_opened.send(sender=CommunityPage, community=community)
    return community


@transaction.atomic
def join(*, community: CommunityPage, member: User) -> Membership:
    """Make this person a member; what is marked for the community opens to them at once.

    Whether they may is asked before (``access.can_join_community``). Joining again
    changes nothing and announces nothing; joining after having left counts from now.
    """
    membership, created = _locked_membership(community, member)
    if not created and membership.is_active:
        return membership
    if not created:
        membership.state = State.ACTIVE
        membership.joined_at = timezone.now()
        membership.left_at = None
        membership.save()
    member.groups.add(community.group_id)
    member_joined.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def leave(*, community: CommunityPage, member: User) -> None:
    """End this person's membership, and their being a facilitator with it.

    Leaving without being a member changes nothing and announces nothing.
    """
    membership = (
        Membership.objects.select_for_update()
        .filter(community=community, member=member, state=State.ACTIVE)
        .first()
    )
    if membership is None:
        return
    membership.state = State.LEFT
    membership.is_facilitator = False
    membership.left_at = timezone.now()
    membership.save()
    member.groups.remove(community.group_id, community.facilitator_group_id)
    member_left.send(sender=Membership, membership=membership)


@transaction.atomic
def leave_all(*, member: User) -> None:
    """End every membership of somebody whose account is closed; the rows stay, without a name."""
    for membership in Membership.objects.filter(member=member).active().select_related("community"):
        leave(community=membership.community, member=member)
    forget_names_in_history(
        Membership.objects.filter(member=member).select_related("member", "community")
    )


@transaction.atomic
def appoint_facilitator(*, community: CommunityPage, member: User) -> Membership:
    """Make this person a facilitator, and a member first when they are none yet."""
    join(community=community, member=member)
    membership, _created = _locked_membership(community, member)
    if not membership.is_facilitator:
        membership.is_facilitator = True
        membership.save(update_fields=["is_facilitator"])
        member.groups.add(community.facilitator_group_id)
        facilitator_appointed.send(sender=Membership, membership=membership)
    return membership


@transaction.atomic
def dismiss_facilitator(*, community: CommunityPage, member: User) -> None:
    """Make a facilitator a member like others; for anybody else nothing changes."""
    membership = (
        Membership.objects.select_for_update()
        .filter(community=community, member=member, is_facilitator=True)
        .first()
    )
    if membership is None:
        return
    membership.is_facilitator = False
    membership.save(update_fields=["is_facilitator"])
    member.groups.remove(community.facilitator_group_id)
    facilitator_dismissed.send(sender=Membership, membership=membership)


@dataclass(frozen=True)
class Drift:
    """Who a group lacks and who is in it without a membership."""

    group: Group
    missing: frozenset[int]
    surplus: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus)


@transaction.atomic
def mend_groups(*, community: CommunityPage, dry_run: bool = False) -> list[Drift]:
    """Set the community's groups to what its memberships say; returns what differed."""
    active = Membership.objects.select_for_update().filter(community=community).active()
    rows = list(active.values_list("member_id", "is_facilitator"))
    everyone = frozenset(member for member, _ in rows)
    facilitators = frozenset(member for member, is_facilitator in rows if is_facilitator)
    drifts = []
    for group, wanted in (
        (community.group, everyone),
        (community.facilitator_group, facilitators),
    ):
        found = frozenset(group.user_set.values_list("pk", flat=True))
        drift = Drift(group, missing=wanted - found, surplus=found - wanted)
        if drift and not dry_run:
            group.user_set.set(wanted)
        if drift:
            drifts.append(drift)
    return drifts


def _locked_membership(community: CommunityPage, member: User) -> tuple[Membership, bool]:
    """The row, made if there was none, locked until the transaction ends."""
    _membership, created = Membership.objects.get_or_create(community=community, member=member)
    locked = Membership.objects.select_for_update().get(community=community, member=member)
    return locked, created
