"""Who meets a community's rule: clauses over what is confirmed about people.

A clause holds of somebody about whom one confirmed role in force says all of it; a rule holds
of whoever one of its clauses holds of. A rule without clauses holds of nobody. Nothing is
stored: whom it lets in follows from what is confirmed today (docs/adr/0017).
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import CommunityPage, JoinRule
from core.figures import in_figures
from core.text import isolated
from members.models import User
from people.enums import JobRole
from people.models import Area, ConfirmedRole

PLURALS = {
    "": gettext_lazy("people"),
    JobRole.PEER.value: gettext_lazy("peer support workers"),
    JobRole.CLINICIAN.value: gettext_lazy("clinicians"),
    JobRole.TEAM_LEADER.value: gettext_lazy("team leaders"),
    JobRole.MANAGER.value: gettext_lazy("managers"),
    JobRole.COORDINATOR.value: gettext_lazy("coordinators"),
    JobRole.EDUCATOR.value: gettext_lazy("educators"),
    JobRole.RESEARCHER.value: gettext_lazy("researchers"),
    JobRole.POLICY.value: gettext_lazy("people in policy or funding"),
    JobRole.OTHER.value: gettext_lazy("people in other roles"),
}


def in_words(rules: Iterable[JoinRule]) -> str:
    """``peer support workers in Wairarapa, or clinicians whose team has peer workers``."""
    clauses = [_clause_in_words(rule) for rule in rules]
    return _(", or ").join(clauses)


def met_by(person: Any, community: CommunityPage) -> bool:
    """Whether the person meets the rule. Three queries: clauses, areas if any, confirmed roles."""
    confirmed_roles = ConfirmedRole.objects.in_force().filter(member=person)
    return confirmed_roles.filter(_condition(_clauses(community))).exists()


def met_among(person: Any, communities: Iterable[CommunityPage]) -> set[int]:
    """The keys of communities whose rule this person meets; as many queries for all as for one."""
    communities = list(communities)
    if not communities:
        return set()
    prefetch_related_objects(communities, "rules__area")
    tree = Area.objects.as_tree()
    counts = {
        f"rule_{community.pk}": Count("pk", filter=_condition(community.rules.all(), tree))
        for community in communities
    }
    met = ConfirmedRole.objects.in_force().filter(member=person).aggregate(**counts)
    return {community.pk for community in communities if met[f"rule_{community.pk}"]}


def people_who_meet(rules: Iterable[JoinRule]) -> QuerySet[User]:
    confirmed_roles = ConfirmedRole.objects.in_force().filter(
        _condition(rules), member=OuterRef("pk")
    )
    return User.objects.active().filter(Exists(confirmed_roles))


def no_longer_met_by(members: QuerySet, community: CommunityPage) -> QuerySet:
    """The memberships whose person does not meet the rule today."""
    met = ConfirmedRole.objects.in_force().filter(
        _condition(_clauses(community)), member=OuterRef("member")
    )
    return members.filter(~Exists(met))


def how_many(rules: Iterable[JoinRule]) -> str:
    """How many people meet the rule today, as words."""
    return number_in_words(people_who_meet(rules).count())


def number_in_words(number: int) -> str:
    """``12 people today``, or that they are too few to be told, also when there is nobody."""
    return _("%(n)s people today") % {"n": in_figures(number)}


def _clauses(community: CommunityPage) -> list[JoinRule]:
    return list(community.rules.select_related("area"))


def _condition(rules: Iterable[JoinRule], tree: list[Area] | None = None) -> Q:
    rules = list(rules)
    if tree is None:
        tree = Area.objects.as_tree() if any(rule.area_id for rule in rules) else []
    condition = Q(pk__in=[])
    for rule in rules:
        clause = Q()
        if rule.role:
            clause &= Q(role=rule.role)
        if rule.area is not None:
            clause &= Q(area__in=rule.area.within(tree))
        if rule.team_has_peer_workers:
            clause &= Q(team_has_peer_workers=True)
        condition |= clause
    return condition


def _clause_in_words(rule: JoinRule) -> str:
    words = str(PLURALS[rule.role])
    if rule.area_id:
        words = _("%(who)s in %(area)s") % {"who": words, "area": isolated(str(rule.area))}
    if rule.team_has_peer_workers:
        words = _("%(who)s whose team has peer workers") % {"who": words}
    return words
