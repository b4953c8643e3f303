"""Tasks of each night: terms that are over, and groups that differ from their memberships."""

import logging
from datetime import timedelta

from django_tasks import task

from communities import services
from communities.models import CommunityPage
from work.each import each
from work.schedule import repeat

logger = logging.getLogger(__name__)


@task()
def end_terms() -> None:
    """End the terms of facilitators whose last day is over; again it finds none left."""
    services.end_terms()


@task()
def check_groups() -> None:
    """Mend groups that do not say what their memberships say, and tell the log of each.

    Again it finds nothing to mend.
    """
    communities = CommunityPage.objects.select_related("group", "facilitator_group")
    each(communities.order_by("pk"), _check, what="Checking community")


def _check(community: CommunityPage) -> None:
    for drift in services.mend_groups(community=community):
        logger.warning(
            "Mended group %s of community %s: %s missing, %s too many",
            drift.group.pk,
            community.pk,
            len(drift.missing),
            len(drift.surplus),
        )


repeat(end_terms, every=timedelta(days=1))
repeat(check_groups, every=timedelta(days=1))
