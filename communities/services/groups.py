"""Groups follow memberships; where they do not, they are mended."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction

from communities.models import CommunityPage, Membership
from members.models import User


@dataclass(frozen=True)
class Drift:
    """The people whom a group lacks, and those in it without a membership."""

    group: Group
    missing: frozenset[int]
    surplus: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus)


@transaction.atomic
def mend_groups(*, community: CommunityPage, dry_run: bool = False) -> list[Drift]:
    """Set the community's groups to what its memberships say; returns what differed.

    Safe while people join and leave: who seems to be out of step is asked again with
    their row locked, and nobody else is touched.
    """
    found = [
        _drift(community.group, community, facilitators=False),
        _drift(community.facilitator_group, community, facilitators=True),
    ]
    people = sorted(frozenset().union(*(drift.missing | drift.surplus for drift in found)))
    if people:
        # Whoever was joining or leaving has finished once their row can be locked.
        list(
            Membership.objects.select_for_update()
            .filter(community=community, member__in=people)
            .order_by("pk")
        )
        found = [
            _drift(drift.group, community, facilitators=n == 1, among=people)
            for n, drift in enumerate(found)
        ]
    drifts = [drift for drift in found if drift]
    if not dry_run:
        for drift in drifts:
            drift.group.user_set.add(*drift.missing)
            drift.group.user_set.remove(*drift.surplus)
    return drifts


def _drift(
    group: Group,
    community: CommunityPage,
    *,
    facilitators: bool,
    among: list[int] | None = None,
) -> Drift:
    rows = community.memberships.active()
    if facilitators:
        rows = rows.filter(is_facilitator=True)
    there = User.groups.through.objects.filter(group=group)
    if among is not None:
        rows, there = rows.filter(member__in=among), there.filter(user__in=among)
    wanted = frozenset(rows.order_by().values_list("member", flat=True))
    is_in = frozenset(there.values_list("user", flat=True))
    return Drift(group, missing=wanted - is_in, surplus=is_in - wanted)
