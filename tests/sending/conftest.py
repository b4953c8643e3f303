import pytest

from tests.factories.forum import RoomFactory, TopicFactory


@pytest.fixture
def room(db):
    return RoomFactory(name="Talk")


@pytest.fixture
def topic(room):
    return TopicFactory(room=room, subject="Gifts")
