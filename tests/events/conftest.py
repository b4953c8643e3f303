from events.models import EventIndexPage
from tests.factories.events import EventIndexPageFactory
from tests.shared import shared


@shared
def event_index(db: None) -> EventIndexPage:
    return EventIndexPageFactory()
