"""Fellow members of communities, told to ``people``, which shows them."""

from typing import Any

from django.db.models import QuerySet

from communities.enums import State
from communities.models import Membership
from people.visibility import fellows


@fellows
def fellow_members(member: Any) -> QuerySet:
    """The keys of everybody who is in a community with this person now."""
    return (
        Membership.objects.active()
        .filter(community__memberships__member=member, community__memberships__state=State.ACTIVE)
        .values("member")
    )
