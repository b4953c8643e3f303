"""Feeds: bounded, of what the reader may see, and remembering nobody."""

import threading
from xml.dom.minidom import parseString

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from forum import services
from forum.reading.feeds import LastTopicsFeed
from forum.rooms.handler import PermissionHandler
from forum.topics.services import put_topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db
ALL = reverse("forum_feeds:latest_topics")


def feed_url(room, name="forum_latest_topics"):
    return reverse(f"forum_feeds:{name}", args=[room.forum.slug, room.forum_id])


def test_the_feed_holds_what_the_reader_may_see(public_room, members_room, private_room, peer):
    for room in (public_room, members_room, private_room):
        TopicFactory(room=room, subject=f"In {room.name}")
    TopicFactory(room=public_room, subject="Waiting", approved=False)

    def titles(client):
        page = client.get(ALL).content.decode()
        return [name for name in ("Notices", "All members", "Only peers") if f"In {name}" in page]

    assert titles(Client()) == ["Notices"]
    assert titles(client_of(peer)) == ["Notices", "All members", "Only peers"]
    assert "Waiting" not in client_of(peer).get(ALL).content.decode()


def test_a_waiting_reply_is_not_in_the_feed(public_room):
    topic = TopicFactory(room=public_room)
    PostFactory(topic=topic, approved=False, text="Still waiting")
    assert "Still waiting" not in Client().get(ALL).content.decode()


def test_a_rooms_feed_is_about_the_room_and_all_if_wanted_what_is_inside(public_room):
    inside = RoomFactory(audience="public", parent=public_room)
    TopicFactory(room=public_room, subject="Outer")
    TopicFactory(room=inside, subject="Inner")
    TopicFactory(room=RoomFactory(audience="public"), subject="Beside")

    def titles(url):
        page = Client().get(url).content.decode()
        return [title for title in ("Outer", "Inner", "Beside") if title in page]

    assert titles(feed_url(public_room)) == ["Outer"]
    assert titles(feed_url(public_room, "forum_latest_topics_with_descendants")) == [
        "Outer",
        "Inner",
    ]


def test_a_closed_rooms_feed_is_not_found(private_room):
    for name in ("forum_latest_topics", "forum_latest_topics_with_descendants"):
        assert Client().get(feed_url(private_room, name)).status_code == 404


def test_the_feed_ends_after_twenty_topics(public_room):
    TopicFactory.create_batch(22, room=public_room)
    assert Client().get(ALL).content.count(b"<item>") == 20


def test_nothing_of_one_reader_is_kept_for_the_next(public_room, private_room, peer):
    TopicFactory(room=private_room, subject="For peers alone")
    feed = resolve(ALL).func
    assert isinstance(feed, LastTopicsFeed)
    before = dict(vars(feed))

    for user in (peer, AnonymousUser()):
        request = RequestFactory().get(ALL)
        request.user, request.forum_permission_handler = user, PermissionHandler()
        page = feed(request).content.decode()

    assert "For peers alone" not in page
    assert vars(feed) == before
    assert not [name for name in vars(feed) if isinstance(getattr(feed, name), threading.local)]


def guids(client: Client, url: str = ALL) -> list[str]:
    feed = parseString(client.get(url).content)  # noqa: S318 -- our own
    return [each.firstChild.data for each in feed.getElementsByTagName("guid")]


def test_an_item_keeps_its_name_for_machines_whatever_becomes_of_the_topic(public_room):
    topic = TopicFactory(room=public_room, subject="Roster")
    other = TopicFactory(room=public_room, subject="Beside it")
    before = guids(Client())

    services.edit_post(post=topic.first_post, by=topic.poster, subject="Rosters", text="New")
    put_topic(topic=topic, forum=RoomFactory(audience="public").forum)
    services.reply(topic=topic, author=topic.poster, text="And another word")

    assert sorted(guids(Client())) == sorted(before)
    assert len(set(before)) == 2
    assert {each.rpartition("-")[2] for each in before} == {str(topic.pk), str(other.pk)}


@pytest.mark.parametrize("name", ["forum_latest_topics", "forum_latest_topics_with_descendants"])
def test_each_feed_gives_a_topic_the_same_name(public_room, name):
    TopicFactory(room=public_room)

    assert guids(Client(), feed_url(public_room, name)) == guids(Client())


def test_the_name_is_not_taken_for_an_address(public_room):
    TopicFactory(room=public_room)

    assert '<guid isPermaLink="false">' in Client().get(ALL).content.decode()
