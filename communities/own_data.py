"""What the communities keep of a person, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from members.export import Row, exported


@exported("memberships", _("Your communities"))
def memberships(user: Any) -> Iterator[Row]:
    rows = Membership.objects.filter(member=user).select_related("community").order_by("pk")
    for membership in rows:
        yield {
            "community": membership.community.title,
            "state": membership.get_state_display(),
            "facilitator": membership.is_facilitator,
            "joined": membership.joined_at,
            "left": membership.left_at,
        }
