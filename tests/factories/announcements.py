from typing import Any

import factory

from announcements import services
from announcements.models import Announcement


class AnnouncementFactory(factory.Factory):
    """Written as a coordinator writes one: a draft, for everybody unless an audience is named."""

    class Meta:
        model = Announcement

    subject = factory.Sequence(lambda n: f"Something to know {n}")
    text = "First of all.\n\nAnd then."

    @classmethod
    def _create(cls, model_class, *args, by: Any = None, communities=(), areas=(), **fields):
        narrowed = communities or areas or fields.get("roles")
        announcement = Announcement(**{"for_everybody": not narrowed} | fields)
        services.write(announcement=announcement, by=by, communities=communities, areas=areas)
        return announcement
