"""Counters that went wrong, by hand or by a restore: found, mended and told."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from forum import services
from forum.paging.positions import Milestone, lay_anew
from forum.rooms.models import Forum
from forum.topics import counters
from forum.topics.models import Post, Topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db
RIGHT = "All counters are right.\n"


def repair(**options):
    out = StringIO()
    call_command("repair_forum_counters", stdout=out, **options)
    return out.getvalue()


def as_stored(thing):
    return type(thing)._base_manager.filter(pk=thing.pk).values().get()


@shared
def topic(members_room):
    """A topic with two readable replies and one that waits, in a room with another topic."""
    topic = TopicFactory(room=members_room)
    PostFactory.create_batch(2, topic=topic)
    PostFactory(topic=topic, approved=False)
    TopicFactory(room=members_room, approved=False)
    return topic


def test_where_all_is_right_one_line_says_so(topic):
    RoomFactory()
    assert repair() == repair(check=True) == RIGHT


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("posts_count", 7),
        ("first_post", None),
        ("last_post", None),
        ("last_post_on", None),
        ("last_post_on", "2001-01-01T00:00Z"),
    ],
)
def test_a_topic_is_mended_and_nothing_else_of_it_is_written(topic, column, wrong):
    topic.refresh_from_db()
    before = as_stored(topic)
    Topic.objects.filter(pk=topic.pk).update(**{column: wrong})
    assert as_stored(topic) != before

    said = repair()

    assert as_stored(topic) == before
    assert said.startswith(f"Topic {topic.pk}: {Topic._meta.get_field(column).attname} ")
    assert said.endswith("1 mended.\n")
    assert repair() == RIGHT


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("direct_posts_count", 0),
        ("direct_topics_count", 9),
        ("last_post", None),
        ("last_post_on", None),
    ],
)
def test_a_room_is_mended_and_nothing_else_of_it_is_written(topic, column, wrong):
    forum = topic.forum
    before = as_stored(forum)
    Forum.objects.filter(pk=forum.pk).update(**{column: wrong})
    assert as_stored(forum) != before

    said = repair()

    assert as_stored(forum) == before
    assert said.startswith(f"Forum {forum.pk}: {Forum._meta.get_field(column).attname} ")
    assert repair() == RIGHT


def test_checking_changes_nothing_and_fails(topic):
    Topic.objects.filter(pk=topic.pk).update(posts_count=7)
    out = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("repair_forum_counters", check=True, stdout=out)

    assert end.value.code == 1
    assert out.getvalue() == (
        f"Topic {topic.pk}: posts_count 7, should be 3\n1 to mend. Nothing was changed.\n"
    )
    assert as_stored(topic)["posts_count"] == 7


def test_an_empty_topic_and_an_empty_room_are_right_with_nothing(topic, members_room):
    empty = RoomFactory().forum
    Forum.objects.filter(pk=empty.pk).update(
        direct_posts_count=4, direct_topics_count=2, last_post=topic.first_post
    )
    topic.posts.all().delete()

    repair()

    assert as_stored(empty)["direct_posts_count"] == as_stored(empty)["direct_topics_count"] == 0
    assert as_stored(empty)["last_post_id"] is None
    assert as_stored(topic)["posts_count"] == 0
    assert as_stored(topic)["last_post_on"] is None


def test_milestones_that_stand_in_the_wrong_place_are_laid_anew(topic):
    other = TopicFactory(room=topic.forum.room)
    for each in (topic, other):
        bulk = [
            Post(topic=each, poster=each.poster, subject="x", content="x", approved=number % 5 > 0)
            for number in range(400)
        ]
        Post.objects.bulk_create(bulk)
        each.update_trackers()
    lay_anew()
    right = list(Milestone.objects.order_by("topic", "position").values_list("topic", "position"))
    assert len(right) == 6
    assert repair() == RIGHT
    Milestone.objects.filter(topic=topic, position__gt=150).update(position=F("position") + 7)

    assert repair() == (f"Topic {topic.pk}: misplaced milestones 2, should be 0\n1 mended.\n")

    mended = Milestone.objects.order_by("topic", "position").values_list("topic", "position")
    assert list(mended) == right
    assert repair() == RIGHT


def test_what_is_posted_between_looking_and_mending_is_counted(topic, monkeypatch):
    Topic.objects.filter(pk=topic.pk).update(posts_count=7)
    compare = counters._compare

    def while_somebody_posts(model, keys):
        found = compare(model, keys)
        monkeypatch.setattr(counters, "_compare", compare)
        services.reply(topic=topic, author=UserFactory(), text="x", approved=True)
        return found

    monkeypatch.setattr(counters, "_compare", while_somebody_posts)
    repair()

    assert as_stored(topic)["posts_count"] == 4
    assert repair() == RIGHT


@pytest.mark.parametrize("number", [1, 5])
def test_a_batch_costs_the_same_whatever_is_in_it(members_room, number, django_assert_num_queries):
    TopicFactory.create_batch(number, room=members_room)

    with django_assert_num_queries(7):  # three and two for a batch, one each to see the end
        assert list(counters.find_drift()) == []

    Topic.objects.update(posts_count=7)
    with django_assert_num_queries(13):  # savepoint, lock, compare, write, release
        assert len(list(counters.find_drift(mend=True))) == number


def test_every_batch_is_looked_at(members_room):
    topics = TopicFactory.create_batch(5, room=members_room)
    Topic.objects.update(posts_count=7)

    found = list(counters.find_drift(batch=2))

    assert [drift.pk for drift in found] == [topic.pk for topic in topics]


@pytest.mark.parametrize("check", [True, False], ids=["checking", "mending"])
def test_the_database_looks_first_how_much_there_is(topic, check):
    """After a restore it knows nothing of it, and takes minutes for each batch."""
    known = {
        "postgresql": "SELECT most_common_vals FROM pg_stats WHERE tablename = %s",
        "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = %s",
    }[connection.vendor]
    PostFactory.create_batch(3, topic=topic)

    repair(check=check)

    with connection.cursor() as cursor:
        cursor.execute(known, [Post._meta.db_table])
        assert cursor.fetchall()
