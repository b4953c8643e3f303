"""Many at once: nothing lost, nothing doubled, counters true."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from forum import services
from forum.history.models import Removal
from forum.reading.tracking import TrackingHandler
from forum.rooms.models import Forum
from forum.signals import post_restored
from forum.topics.counters import find_drift
from forum.topics.models import Post, Topic
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(do, times):
    """Do it in as many threads, each with a connection of its own."""

    def once(n):
        try:
            return do(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=times) as threads:
        return list(threads.map(once, range(times)))


@shared
def topic(db):
    return TopicFactory(room=RoomFactory())


def test_twenty_four_replies_by_eight_writers_are_all_counted(topic):
    author = UserFactory()

    def write(n):
        stale = Topic.objects.select_related("forum").get(pk=topic.pk)
        for m in range(3):
            services.reply(topic=stale, author=author, text=f"{n}.{m}", approved=True)

    at_once(write, 8)

    topic.refresh_from_db()
    forum = Forum.objects.get(pk=topic.forum_id)
    last = Post.objects.order_by("created", "pk").last()
    assert (topic.posts_count, topic.posts.count()) == (25, 25)
    assert (forum.direct_posts_count, forum.direct_topics_count) == (25, 1)
    assert topic.last_post_on == forum.last_post_on == last.created


@pytest.mark.parametrize("what", ["first", "reply"])
def test_of_all_who_take_a_message_out_of_view_at_once_one_does(topic, what):
    other = services.reply(topic=topic, author=UserFactory(), text="x", approved=True)
    post = topic.first_post if what == "first" else other
    by = UserFactory()

    def remove(n):
        found = Post.objects.select_related("topic__forum").get(pk=post.pk)
        try:
            if n % 2:
                return services.withdraw_post(post=found)
            return services.hide_post(post=found, by=by, reason="It names somebody")
        except ValidationError as refused:
            return refused.messages

    answers = at_once(remove, 4)

    assert Removal.objects.count() == 1
    assert sum(isinstance(answer, Removal) for answer in answers) == 1
    assert list(find_drift()) == []


def test_putting_back_by_two_facilitators_at_once_does_it_once(topic):
    post = services.reply(topic=topic, author=UserFactory(), text="x", approved=True)
    removal = services.hide_post(post=post, by=UserFactory(), reason="It names somebody")
    heard = []

    def hear(**kwargs):
        heard.append(kwargs["post"])

    post_restored.connect(hear)
    try:
        at_once(lambda n: services.restore_post(removal=removal, by=UserFactory()), 2)
    finally:
        post_restored.disconnect(hear)

    assert heard == [post]
    assert Post.objects.get(pk=post.pk).approved
    assert list(find_drift()) == []


def test_replies_while_a_topic_goes_out_of_view_and_comes_back_are_counted(topic):
    author = UserFactory()

    def write(n):
        if n:
            stale = Topic.objects.select_related("forum").get(pk=topic.pk)
            services.reply(topic=stale, author=author, text=f"{n}", approved=True)
            return
        for _ in range(3):
            removal = services.withdraw_post(post=topic.first_post)
            services.restore_post(removal=removal, by=author)

    at_once(write, 6)

    assert list(find_drift()) == []
    assert Topic.objects.get(pk=topic.pk).posts_count == 6
    assert Forum.objects.get(pk=topic.forum_id).direct_posts_count == 6


def test_approving_by_two_at_once_announces_once(topic):
    from forum.signals import post_published

    waiting = services.reply(topic=topic, author=UserFactory(), text="x", approved=False)
    by = UserFactory()
    heard = []

    def hear(post, **kwargs):
        heard.append(post.pk)

    post_published.connect(hear)
    at_once(lambda n: services.approve_post(post=waiting, by=by), 4)

    topic.refresh_from_db()
    assert heard == [waiting.pk]
    assert topic.posts_count == 2


def test_many_clicks_at_once_are_one_vote(topic):
    poll = services.set_poll(topic=topic, question="Tea?", options=["Yes", "No"])
    options = list(poll.options.all())
    member = UserFactory()

    counted = at_once(
        lambda n: services.vote(poll=poll, member=member, options=[options[n % 2]]), 6
    )

    assert sorted(counted) == [False] * 5 + [True]
    assert member.poll_votes.count() == 1


def test_reading_in_many_tabs_at_once_leaves_one_track(topic):
    member = UserFactory()
    topic.refresh_from_db()

    at_once(lambda n: TrackingHandler().mark_topic_read(topic, member), 6)

    assert not TrackingHandler().unread(Topic.objects.all(), member).exists()
    assert member.topic_tracks.count() + member.forum_tracks.count() == 1
