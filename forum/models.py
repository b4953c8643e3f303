"""Our own tables beside machina's: Django looks for them here."""

from forum.paging.positions import Milestone
from forum.reading.models import SearchablePost
from forum.rooms.models import Room

__all__ = ["Milestone", "Room", "SearchablePost"]
