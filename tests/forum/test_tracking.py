"""What each person has read."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from machina.core.db.models import get_model

from forum import services
from forum.reading.tracking import TrackingHandler
from forum.topics.models import Topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import room_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")

pytestmark = pytest.mark.django_db


@shared
def topics(members_room):
    return TopicFactory.create_batch(3, room=members_room)


def unread(user):
    return set(TrackingHandler().unread(Topic.objects.all(), user))


def read(user, *topics):
    for topic in topics:
        topic.refresh_from_db()
        TrackingHandler().mark_topic_read(topic, user)


def writes(statements):
    return [sql for sql in statements if not sql.lstrip("( \n").startswith("SELECT")]


def test_one_persons_reading_is_not_anothers(topics):
    """Mallory reads one of three while Alice has read the other two."""
    alice, mallory = UserFactory.create_batch(2)
    read(alice, topics[0], topics[1])

    read(mallory, topics[2])

    assert unread(mallory) == {topics[0], topics[1]}
    assert unread(alice) == {topics[2]}


def test_a_new_reply_makes_a_topic_unread_again(topics, member):
    read(member, *topics)
    assert unread(member) == set()

    PostFactory(topic=topics[0])

    assert unread(member) == {topics[0]}


def test_a_waiting_reply_does_not(topics, member):
    read(member, *topics)
    PostFactory(topic=topics[0], approved=False)
    assert unread(member) == set()


def test_when_all_is_read_one_track_for_the_room_is_left(topics, members_room, member):
    read(member, *topics)

    assert [track.forum for track in ForumReadTrack.objects.filter(user=member)] == [
        members_room.forum
    ]
    assert not TopicReadTrack.objects.filter(user=member).exists()


def test_what_waited_and_is_approved_is_new_even_if_others_wrote_meanwhile(topics, member):
    waiting = PostFactory(topic=topics[0], approved=False)
    PostFactory(topic=topics[0])
    read(member, *topics)

    services.approve_post(post=waiting, by=UserFactory())

    assert unread(member) == {topics[0]}
    assert topics[0].posts.order_by("created").last() == waiting


def test_reading_again_writes_nothing(topics, member, member_client, queries_of):
    read(member, *topics)
    url = topic_url(topics[0])

    queries_of(member_client, url)

    assert writes(queries_of.statements) == []


def test_a_visitor_writes_nothing_and_gets_no_cookie(public_room, queries_of):
    topic = TopicFactory(room=public_room)
    visitor = Client()

    for url in ("/forum/", room_url(public_room), topic_url(topic), "/forum/feeds/topics/"):
        queries_of(visitor, url)
        assert writes(queries_of.statements) == [], url
    assert not visitor.cookies
    topic.refresh_from_db()
    assert topic.views_count == 0


def test_rooms_are_unread_with_what_is_above_them(members_room, member):
    inside = RoomFactory(parent=members_room)
    deep = RoomFactory(parent=inside)
    beside = RoomFactory()
    forums = [room.forum for room in (members_room, inside, deep, beside)]
    topic = TopicFactory(room=deep)
    read(member, TopicFactory(room=beside))
    handler = TrackingHandler()

    assert handler.get_unread_forums_from_list(member, forums) == forums[:3]

    read(member, topic)
    assert handler.get_unread_forums_from_list(member, forums) == []


def test_marking_a_room_leaves_the_others(topics, member, member_client):
    other = TopicFactory()

    member_client.post(reverse("forum_tracking:mark_topics_read", args=[topics[0].forum_id]))

    assert unread(member) == {other}


def test_marking_everything_is_a_handful_of_queries(member_client, member, queries_of):
    url = reverse("forum_tracking:mark_all_forums_read")
    for _ in range(12):
        TopicFactory()

    assert queries_of(member_client, url, {}, status=302) <= 12
    assert unread(member) == set()


def test_a_closed_room_can_not_be_marked(private_room, member_client):
    for name in ("mark_subforums_read", "mark_topics_read"):
        url = reverse(f"forum_tracking:{name}", args=[private_room.forum_id])
        assert member_client.get(url).status_code == 404
        assert member_client.post(url).status_code == 404


def test_the_list_of_unread_topics_is_what_is_unread(topics, member, member_client, private_room):
    TopicFactory(room=private_room)
    TopicFactory(room=topics[0].forum.room, approved=False)
    read(member, topics[1])

    page = member_client.get(reverse("forum_tracking:unread_topics"))

    assert list(page.context["topics"]) == [topics[2], topics[0]]


def test_the_topic_page_knows_up_to_when_it_was_read(topics, member, member_client):
    url = topic_url(topics[0])
    assert member_client.get(url).context["last_read_on"] is None
    seen = Topic.objects.get(pk=topics[0].pk).last_post_on

    PostFactory(topic=topics[0])

    assert member_client.get(url).context["last_read_on"] == seen


def test_a_mark_never_goes_back_in_time(topics, members_room, member):
    handler = TrackingHandler()
    handler.mark_forums_read([members_room.forum], member)
    before = ForumReadTrack.objects.get(user=member).mark_time

    topics[0].last_post_on = timezone.now() - timedelta(days=3)
    handler.mark_topic_read(topics[0], member)

    assert ForumReadTrack.objects.get(user=member).mark_time == before
    assert not TopicReadTrack.objects.exists()


@pytest.mark.parametrize("readers", [1, 12])
def test_the_first_look_at_a_topic_costs_the_same_however_many_read(
    topics, readers, queries_of, member
):
    for user in UserFactory.create_batch(readers):
        read(user, *topics[:2])

    assert queries_of(client_of(member), topic_url(topics[0])) <= 20
