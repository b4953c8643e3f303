from events.models.conference import ConferencePage
from events.models.event import EventPage
from events.models.index import EventIndexPage
from events.models.interest import Interest

__all__ = ["ConferencePage", "EventIndexPage", "EventPage", "Interest"]
