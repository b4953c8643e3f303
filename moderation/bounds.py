"""Limits keep somebody from writing in the rooms of a community, until their day."""

from typing import Any

from django.utils import timezone

from forum.rooms.bounds import Bound, keeps_from_writing
from moderation.models import Limit


@keeps_from_writing
def limit_in(person: Any, forum_id: int) -> Bound | None:
    """The limit that ends last, in a community whose room this is. Asks nothing for most people."""
    if not getattr(person, "has_limits", True):
        return None
    limits = Limit.objects.in_force(timezone.now()).filter(
        member=person.pk, community__rooms__forum=forum_id
    )
    limit = limits.select_related("community").order_by("-until", "-pk").first()
    return Bound(limit.until, limit.why, limit.community.title) if limit else None
