"""A page that is still the same is not sent again, and never to somebody else."""

import pytest
from django.test import Client
from django.urls import reverse

from forum.rooms.enums import Audience
from forum.rooms.permissions import sync_room
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(db):
    return TopicFactory(room=RoomFactory(audience=Audience.PUBLIC), text="Said by one person")


def test_a_visitor_is_told_that_nothing_changed_and_gets_what_did(topic):
    visitor, url = Client(), topic_url(topic)
    first = visitor.get(url)

    again = visitor.get(url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "no-cache"
    assert "X-Request-ID" in again
    assert "Content-Security-Policy" in again

    PostFactory(topic=topic, text="And by another")
    changed = visitor.get(url, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "And by another" in changed.text
    assert changed["ETag"] != first["ETag"]


def test_nothing_that_is_made_for_a_member_is_kept_or_asked_about(topic, member):
    url = topic_url(topic)
    tag = Client().get(url)["ETag"]

    own = client_of(member).get(url, headers={"if-none-match": tag})

    assert own.status_code == 200
    assert "ETag" not in own
    assert own["Cache-Control"] == "private, no-store"


def test_nobody_is_told_that_a_page_is_still_there_which_is_not_theirs(topic):
    visitor, url = Client(), topic_url(topic)
    tag = visitor.get(url)["ETag"]
    room = topic.forum.room
    room.audience = Audience.MEMBERS
    room.save()
    sync_room(room)

    shut = visitor.get(url, headers={"if-none-match": tag})
    nothing = visitor.get(url.replace(f"-{topic.pk}/", "-999999/"))

    assert (shut.status_code, nothing.status_code) == (404, 404)
    assert "ETag" not in shut


def test_a_feed_is_asked_for_again_cheaply(topic):
    url = reverse("forum_feeds:latest_topics")
    first = Client().get(url)

    assert Client().get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
