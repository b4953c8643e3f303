import pytest

from events.models import EventIndexPage
from tests.factories.events import EventIndexPageFactory


@pytest.fixture
def event_index(db: None) -> EventIndexPage:
    return EventIndexPageFactory()
