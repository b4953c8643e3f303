import pytest
from django.test import Client

from tests.factories.forum import RoomFactory, TopicFactory
from tests.sending.people import account


@pytest.fixture
def room(db):
    return RoomFactory(name="Talk")


@pytest.fixture
def topic(room):
    return TopicFactory(room=room, subject="Gifts")


@pytest.fixture
def ana(db):
    return account(display_name="Ana", email="ana@example.org")


@pytest.fixture
def browser(ana):
    """Ana's, which checks tokens as a real one has to."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    return client
