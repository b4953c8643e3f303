"""When somebody is on duty, beside a community's first tab: for its members, and never who."""

from typing import Any

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from communities.models import CommunityPage
from communities.parts import beside
from moderation.duty.cover import cover_shown


@beside("moderation/duty/community_cover.html")
def cover(request: Any, community: CommunityPage) -> dict[str, Any] | None:
    """Asked for when the template finds a member, and not before."""
    if not request.user.is_authenticated:
        return None
    return {"shown": SimpleLazyObject(lambda: cover_shown(community.pk, timezone.now()))}
