"""Literal numbers of queries, the same with ten times the rows."""

import pytest
from django.test import Client
from django.urls import reverse

from forum.rooms.enums import Audience
from forum.services import vote
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, room_url, rows, start_url, topic_url
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db


class House:
    """Rooms, topics and posts, as many as told."""

    def __init__(self, peers, times):
        self.rooms = [
            RoomFactory(audience=Audience.COMMUNITIES, communities=[peers]) for _ in range(times)
        ]
        self.room = RoomFactory(
            audience=Audience.COMMUNITIES, communities=[peers], pre_moderated=True
        )
        for room in self.rooms:
            TopicFactory(room=room)
        for _ in range(2 * times):
            TopicFactory(room=self.room)
        self.topic = TopicFactory(
            room=self.room, poll={"question": "Tea?", "options": ["Yes", "No"]}
        )
        for _ in range(2 * times):
            vote(
                poll=self.topic.poll, member=UserFactory(),
                options=[self.topic.poll.options.first()],
            )  # fmt: skip
            PostFactory(topic=self.topic, attachments=[pdf()])
            PostFactory(topic=self.topic, approved=False)


@pytest.fixture(params=[1, 10], ids=["few", "ten times"])
def house(request, peers):
    return House(peers, request.param)


def test_index(house, peer, queries_of):
    assert queries_of(client_of(peer), reverse("forum:index")) == 7


def test_room(house, peer, queries_of):
    assert queries_of(client_of(peer), room_url(house.room)) == 8


def test_topic(house, peer, queries_of):
    client, url = client_of(peer), f"{topic_url(house.topic)}?page=last"
    first = queries_of(client, url)
    again = queries_of(client, url)
    # Nothing was begun on a second page, nor a poll.
    assert (first, again) == (15, 13)


def test_unread(house, peer, queries_of):
    assert queries_of(client_of(peer), reverse("forum_tracking:unread_topics")) == 6


def test_queue(house, facilitator, queries_of):
    assert queries_of(client_of(facilitator), reverse("forum_moderation:queue")) == 10


def test_feed(house, peer, queries_of):
    assert queries_of(client_of(peer), reverse("forum_feeds:latest_topics")) == 5


def test_profile(house, peer, queries_of):
    url = reverse("forum_member:profile", args=[house.topic.poster.public_id])
    assert queries_of(client_of(peer), url) == 9


def test_subscriptions(house, peer, queries_of):
    house.topic.subscribers.add(peer)
    assert queries_of(client_of(peer), reverse("forum_member:user_subscriptions")) == 9


def test_reply_form_and_reply(house, peer, queries_of):
    client, url = client_of(peer), reply_url(house.topic)
    form = queries_of(client, url)
    posting = queries_of(client, url, {"content": "Thank you"}, status=302)
    assert (form, posting) == (15, 15)


def test_a_reply_that_is_read_at_once_with_a_file(house, facilitator, queries_of):
    data = {"content": "Here", "attachment-0-file": pdf()} | rows("attachment", 1)
    assert queries_of(client_of(facilitator), reply_url(house.topic), data, status=302) == 16


def test_starting_a_topic(house, peer, queries_of):
    data = {"subject": "a", "content": "b"}
    assert queries_of(client_of(peer), start_url(house.room), data, status=302) == 16


@pytest.fixture(params=[1, 10], ids=["few", "ten times"])
def open_house(request, db):
    rooms = [RoomFactory(audience=Audience.PUBLIC) for _ in range(request.param)]
    for room in rooms:
        topics = TopicFactory.create_batch(request.param, room=room)
    PostFactory.create_batch(2 * request.param, topic=topics[0])
    return topics[0]


def test_a_visitor(open_house, queries_of):
    topic = open_house
    addresses = {
        "index": reverse("forum:index"),
        "room": room_url(topic.forum.room),
        "topic": topic_url(topic),
        "feed": reverse("forum_feeds:latest_topics"),
    }
    counted = {name: queries_of(Client(), url) for name, url in addresses.items()}
    assert counted == {"index": 4, "room": 6, "topic": 5, "feed": 3}
