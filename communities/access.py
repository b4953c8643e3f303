"""Who may do what with a community."""

from collections.abc import Container, Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities import rules
from communities.enums import JoinPolicy, State, Way
from communities.models import CommunityPage, Membership
from core.days import site_today
from members.models import User
from members.staff import among_with

LOOK_AFTER_ALL = "communities.change_membership"


def way_in(
    user: Any,
    community: CommunityPage,
    standing: Membership | None,
    rules_met: Container[int] | None = None,
) -> Way:
    """What stands between this person and the community, given their ``standing`` row, if any.

    Who was removed asks, where others join by themselves. ``rules_met`` are the keys of the
    communities whose rule the person meets, where that was asked for several at once.
    """
    if not (user.is_authenticated and user.is_active):
        return Way.VISITOR
    if standing and standing.state in _BY_STATE and not _has_run_out(standing):
        return _BY_STATE[standing.state]
    policy = community.join_policy
    if policy not in (JoinPolicy.OPEN, JoinPolicy.RULE, JoinPolicy.REQUEST):
        return Way.INVITATION_ONLY
    if policy == JoinPolicy.RULE:
        met = rules.met_by(user, community) if rules_met is None else community.pk in rules_met
        if not met:
            return Way.RULE_NOT_MET
    if policy != JoinPolicy.REQUEST and not (standing and standing.must_ask):
        return Way.JOIN
    if standing and standing.not_before and site_today() < standing.not_before:
        return Way.LATER
    return Way.ASK


def ways_in(user: Any, communities: Iterable[CommunityPage]) -> list[tuple[CommunityPage, Way]]:
    """Each community, in order, with what stands between it and this person.

    As many queries for all as for one.
    """
    communities = list(communities)
    standings = {row.community_id: row for row in user.memberships.standing()}
    met = rules.met_among(
        user, [each for each in communities if each.join_policy == JoinPolicy.RULE]
    )
    return [(each, way_in(user, each, standings.get(each.pk), met)) for each in communities]


def _has_run_out(standing: Membership) -> bool:
    """Whether the row waits for the answer to an invitation whose last day is over."""
    return standing.state == State.INVITED and not standing.invitation_holds


_BY_STATE = {
    State.ACTIVE.value: Way.MEMBER,
    State.INVITED.value: Way.ANSWER,
    State.REQUESTED.value: Way.WAIT,
}


def coordinating() -> QuerySet[User]:
    """Coordinators and administrators who may sign in."""
    app, _dot, codename = LOOK_AFTER_ALL.partition(".")
    granted = User.groups.through._default_manager.filter(
        user=OuterRef("pk"),
        group__permissions__codename=codename,
        group__permissions__content_type__app_label=app,
    )
    return User.objects.active().filter(Q(is_superuser=True) | Exists(granted))


def can_look_after(user: Any, community: CommunityPage) -> bool:
    """Facilitators look after their community, and coordinators after every one."""
    return looks_after(user, community.membership_of(user))


def who_looks_after(pairs: Sequence[tuple[Any, int]]) -> list[bool]:
    """``can_look_after`` of each pair of a person and a community's key; two queries for all."""
    people = [person for person, _key in pairs]
    rows = Membership.objects.facilitators().filter(
        member__in={person.pk for person in people}, community__in={key for _person, key in pairs}
    )
    facilitating = {(row.member_id, row.community_id): row for row in rows}
    coordinating = among_with(LOOK_AFTER_ALL, people)
    return [
        looks_after(
            person, facilitating.get((person.pk, key)), coordinates=person.pk in coordinating
        )
        for person, key in pairs
    ]


def looks_after(
    user: Any, membership: Membership | None, *, coordinates: bool | None = None
) -> bool:
    """``can_look_after`` where the membership is known, and perhaps whether they coordinate."""
    if not (user.is_authenticated and user.is_active) or user.rights_withheld:
        return False
    if membership and membership.facilitates:
        return True
    return is_coordinator(user) if coordinates is None else coordinates


def is_coordinator(user: Any) -> bool:
    return user.is_active and user.has_perm(LOOK_AFTER_ALL)


def can_remove_member(user: Any, membership: Membership) -> bool:
    """Nobody removes themself; a facilitator is removed by a coordinator."""
    if not membership.is_active or membership.member_id == user.pk:
        return False
    return is_coordinator(user) or not membership.facilitates
