"""Counters that are true, and saves that write only what they mean to."""

import pytest

from forum import services
from forum.rooms.models import Forum
from forum.topics.models import Post, Topic
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def topic(members_room):
    return TopicFactory(room=members_room)


def counted(topic):
    topic.refresh_from_db()
    forum = Forum.objects.get(pk=topic.forum_id)
    return (
        topic.posts_count, topic.last_post_id, forum.direct_topics_count,
        forum.direct_posts_count, forum.last_post_id,
    )  # fmt: skip


def recounted(topic):
    topic.update_trackers()
    return counted(topic)


def test_whatever_happens_the_counters_equal_a_recount(topic):
    other = TopicFactory(room=topic.forum.room)
    waiting_topic = TopicFactory(room=topic.forum.room, approved=False)
    replies = PostFactory.create_batch(3, topic=topic)
    waiting = PostFactory(topic=topic, approved=False)
    by = UserFactory()
    for happen in (
        lambda: None,
        lambda: services.approve_post(post=waiting, by=by),
        lambda: services.approve_post(post=waiting_topic.first_post, by=by),
        lambda: replies[2].delete(),
        lambda: Post.objects.get(pk=topic.first_post_id).delete(),
        lambda: services.edit_post(
            post=replies[0], by=replies[0].poster, subject="New", text="New"
        ),
        lambda: services.reply(topic=other, author=by, text="x"),
        lambda: other.delete(),
    ):
        happen()
        assert counted(topic) == recounted(topic)


def test_two_writers_with_the_same_stale_topic_are_both_counted(topic):
    first, second = (Topic.objects.select_related("forum").get(pk=topic.pk) for _ in range(2))

    PostFactory(topic=first)
    PostFactory(topic=second)

    assert counted(topic)[0] == 3
    assert counted(topic) == recounted(topic)


def test_a_reply_does_not_undo_what_happened_to_the_topic_meanwhile(topic):
    stale = Topic.objects.select_related("forum").get(pk=topic.pk)
    services.lock_topic(topic=topic)
    Forum.objects.filter(pk=topic.forum_id).update(name="Renamed")

    PostFactory(topic=stale)

    topic.refresh_from_db()
    assert topic.is_locked
    assert Forum.objects.get(pk=topic.forum_id).name == "Renamed"


def test_closing_does_not_undo_a_reply_meanwhile(topic):
    stale = Topic.objects.get(pk=topic.pk)
    reply = PostFactory(topic=topic)

    services.lock_topic(topic=stale)
    stale.save()

    assert counted(topic)[:2] == (2, reply.pk)


def test_an_earlier_post_does_not_become_the_last(topic):
    from datetime import timedelta

    from django.utils import timezone

    last = PostFactory(topic=topic)
    PostFactory(topic=topic, at=timezone.now() - timedelta(days=5))

    assert counted(topic)[1] == last.pk
    assert counted(topic) == recounted(topic)


def test_the_first_post_may_be_older_than_today(members_room):
    from datetime import timedelta

    from django.utils import timezone

    then = timezone.now() - timedelta(days=90)
    topic = TopicFactory(room=members_room, at=then)

    topic.refresh_from_db()
    assert (topic.created, topic.last_post_on, topic.first_post.created) == (then, then, then)


def test_a_reply_costs_the_same_in_a_long_topic_as_in_a_short_one(topic, django_assert_num_queries):
    author = UserFactory()
    costs = []
    for _ in range(2):
        from django.db import connection

        from tests.queries import Queries

        with Queries(connection) as queries:
            services.reply(topic=topic, author=author, text="x", approved=True)
        costs.append(len(queries))
        PostFactory.create_batch(10, topic=topic)

    assert costs[0] == costs[1]
    assert costs[0] <= 10
