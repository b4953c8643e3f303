"""Setting and lifting a limit on a member of a community."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage, Membership
from moderation.access import can_limit_member
from moderation.enums import Length
from moderation.models import Limit, Report
from moderation.signals import limit_lifted, limit_set

LENGTHS = {
    Length.DAY: timedelta(days=1),
    Length.WEEK: timedelta(days=7),
    Length.MONTH: timedelta(days=30),
}
NOT_THEM = _("This cannot be done to this person here.")
IS_LIMITED = _("A limit is set already. Lift that first, if it should end at another time.")


@transaction.atomic
def set_limit(
    *,
    member: Any,
    community: CommunityPage,
    by: Any,
    length: str,
    why: str,
    report: Report | None = None,
) -> Limit:
    """Let the member write in none of the community's rooms until a day; they read on.

    ``report`` is what it was decided on, if it was: undoing that lifts this limit and no other.
    Set again for the same report, or by hand beside one set by hand, it raises ValidationError;
    so it does for oneself, for who looks after the community, and by who does not.
    """
    _lock(member, community)
    if not can_limit_member(by, member, community):
        raise ValidationError(NOT_THEM)
    now = timezone.now()
    same = Limit.objects.in_force(now).filter(member=member, community=community, report=report)
    if same.exists():
        raise ValidationError(IS_LIMITED)
    limit = Limit.objects.create(
        member=member,
        community=community,
        report=report,
        why=why.strip(),
        set_by=by,
        set_at=now,
        until=now + LENGTHS[Length(length)],
    )
    limit_set.send(sender=Limit, limit=limit)
    return limit


@transaction.atomic
def lift_limit(*, limit: Limit, by: Any) -> Limit:
    """Let the member write again, as far as no other limit says otherwise; again, it changes
    nothing. Raises Limit's DoesNotExist for who has nothing to do with it, and for oneself."""
    found = Limit.objects.of_carer(by).select_for_update(of=("self",)).get(pk=limit.pk)
    _lift(found, by)
    return found


def lift_caused_by(*, report: Report, by: Any) -> None:
    """Lift what a decision on this report caused, and nothing else."""
    for limit in Limit.objects.select_for_update(of=("self",)).filter(report=report):
        _lift(limit, by)


def _lift(limit: Limit, by: Any) -> None:
    """Write that it is lifted, if it stands: what is over or lifted stays as it is."""
    now = timezone.now()
    standing = Limit.objects.in_force(now).filter(pk=limit.pk)
    if standing.update(lifted_by=by, lifted_at=now):
        limit.lifted_by, limit.lifted_at = by, now
        limit_lifted.send(sender=Limit, limit=limit)


def _lock(member: Any, community: CommunityPage) -> None:
    """Wait for whoever sets a limit on the same person at this moment."""
    rows = Membership.objects.filter(member=member, community=community)
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
