"""Whether somebody has limits, with the query that finds out who asks."""

from django.db.models import Exists, OuterRef

from members.backends import annotates_person
from moderation.models import Limit


@annotates_person("has_limits")
def has_limits() -> Exists:
    """As ``request.user.has_limits``; those that are over count too until they go."""
    return Exists(Limit.objects.filter(member=OuterRef("pk"), lifted_at=None))
