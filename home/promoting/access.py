"""Who makes a resource of what was found in a topic."""

from typing import Any

from communities.access import is_coordinator
from forum.outcomes.models import standing_of
from forum.topics.models import Topic
from resources.models import ResourceIndexPage


def can_promote_topic(handler: Any, topic: Topic, user: Any) -> bool:
    """Coordinators who read it and write in the library, once its end waits for nobody."""
    standing = standing_of(topic)
    if not is_coordinator(user) or standing is None or not standing.is_settled:
        return False
    if standing.waits or not topic.approved or not handler.can_read_topic(topic, user):
        return False
    library = ResourceIndexPage.objects.live().first()
    return bool(library and library.permissions_for_user(user).can_add_subpage())
