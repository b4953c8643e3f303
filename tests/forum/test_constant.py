"""Acts that cost the same however much they concern, and tracks that are found by index."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from machina.core.db.models import get_model
from wagtail.search.models import IndexEntry

from forum import services
from forum.files.models import Attachment
from forum.reading.tracking import TrackingHandler
from forum.rooms.models import Forum
from forum.topics.models import Post, Topic
from forum.topics.services import put_topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.forum.test_paging import lengthen
from tests.queries import Queries

TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")

pytestmark = pytest.mark.django_db


def queries_in(act):
    with Queries(connection) as queries:
        act()
    return len(
        [q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    )


@pytest.mark.parametrize("posts", [1, 50, 2000])
def test_deleting_a_topic_costs_the_same_whatever_its_length(members_room, posts):
    topic, other = TopicFactory.create_batch(2, room=members_room)
    lengthen(topic, posts)

    assert queries_in(topic.delete) == 51

    assert list(Topic.objects.all()) == [other]
    assert Post.objects.count() == 1
    assert Forum.objects.get(pk=members_room.forum_id).last_post_id == other.first_post_id


def test_with_a_topic_goes_all_that_belongs_to_it(
    members_room, member, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        topic = TopicFactory(room=members_room, poll={"question": "Tea?", "options": ["Yes", "No"]})
        services.vote(poll=topic.poll, member=member, options=[topic.poll.options.first()])
        PostFactory(topic=topic, attachments=[pdf()])
    file = Attachment.objects.get().file.name
    assert IndexEntry.objects.filter(content_type__model="post").count() == 2

    with django_capture_on_commit_callbacks(execute=True):
        topic.delete()

    assert not Post.objects.exists()
    assert not Attachment.objects.exists()
    assert not default_storage.exists(file)
    assert not IndexEntry.objects.filter(content_type__model="post").exists()


@pytest.mark.parametrize("posts", [1, 50])
def test_moving_a_topic_costs_the_same_whatever_its_length(members_room, public_room, posts):
    topic = TopicFactory(room=members_room)
    lengthen(topic, posts)
    topic = Topic.objects.select_related("forum").get(pk=topic.pk)

    assert queries_in(lambda: put_topic(topic=topic, forum=public_room.forum)) == 12

    rooms = [Forum.objects.get(pk=room.forum_id) for room in (members_room, public_room)]
    assert [room.direct_posts_count for room in rooms] == [0, posts]


@pytest.mark.parametrize("rooms", [1, 50])
def test_marking_all_read_costs_the_same_however_many_rooms(rooms, member, queries_of):
    for room in [RoomFactory() for _ in range(rooms)]:
        TopicFactory(room=room)
    url = reverse("forum_tracking:mark_all_forums_read")

    assert queries_of(client_of(member), url, {}, status=302) == 11

    assert not TrackingHandler().unread(Topic.objects.all(), member).exists()


def read_through(statement):
    """The tables of which a statement reads all rows, by the database's own plan."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {statement}")
            return [row[0] for row in cursor.fetchall() if "Seq Scan on forum_tracking" in row[0]]
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = [row[3] for row in cursor.fetchall()]
    return [
        line for line in plan if line.startswith("SCAN") and "INDEX" not in line and "U0" in line
    ]


def test_the_first_look_at_a_topic_finds_tracks_by_index(members_room, member, queries_of):
    """Stock machina joins the tracks of everybody: half a minute with 120,000 of them."""
    topics = TopicFactory.create_batch(3, room=members_room)
    for user in UserFactory.create_batch(5):
        TopicReadTrack.objects.bulk_create(TopicReadTrack(user=user, topic=t) for t in topics)

    queries_of(client_of(member), topic_url(topics[0]))

    about_tracks = [sql for sql in queries_of.statements if "forum_tracking_" in sql]
    assert len(about_tracks) == 3
    reading = [sql for sql in about_tracks if sql.startswith(("SELECT", "("))]
    assert [read_through(sql) for sql in reading] == [[]] * len(reading)
