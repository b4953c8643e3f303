"""Many at once: nothing lost, nothing doubled, counters true."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from forum import services
from forum.history.models import Removal
from forum.polls.models import HasVoted, Tally
from forum.reading.tracking import TrackingHandler
from forum.rooms.models import Forum
from forum.signals import post_restored
from forum.topics.counters import find_drift
from forum.topics.held import HeldChange
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


def test_a_word_that_is_said_by_eight_presses_at_once_is_said_once(topic):
    member = UserFactory()

    at_once(lambda n: services.react(post=topic.first_post, member=member, word="thanks"), 8)

    assert list(topic.first_post.reactions.values_list("member", "word")) == [(member.pk, "thanks")]


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


@pytest.mark.parametrize("answers", [("let", "let"), ("let", "back"), ("back", "back")])
def test_a_change_is_answered_by_one_of_two_at_once(topic, answers):
    post, by = topic.first_post, UserFactory()
    change = services.hold_change(post=post, subject=topic.subject, text="Anew")

    def answer(n):
        try:
            if answers[n] == "let":
                services.let_change_through(change=change, by=by)
            else:
                services.send_change_back(change=change, by=by, because="Why")
        except ValidationError:
            return False
        return True

    assert sorted(at_once(answer, 2)) == [False, True]
    post.refresh_from_db()
    kept = post.earlier_versions.count()
    assert (kept, post.updates_count) in ((0, 0), (1, 1))
    assert HeldChange.objects.filter(post=post).exists() == (kept == 0)


def test_many_clicks_at_once_are_one_vote(topic):
    poll = services.set_poll(topic=topic, question="Tea?", options=["Yes", "No"])
    options = list(poll.options.all())
    member = UserFactory()

    counted = at_once(
        lambda n: services.vote(poll=poll, member=member, options=[options[n % 2]]), 6
    )

    assert sorted(counted) == [False] * 5 + [True]
    assert sum(Tally.objects.values_list("points", flat=True)) == 1
    assert HasVoted.objects.values("member", "token").get() == {"member": member.pk, "token": None}


def test_reading_in_many_tabs_at_once_leaves_one_track(topic):
    member = UserFactory()
    topic.refresh_from_db()

    at_once(lambda n: TrackingHandler().mark_topic_read(topic, member), 6)

    assert not TrackingHandler().unread(Topic.objects.all(), member).exists()
    assert member.topic_tracks.count() + member.forum_tracks.count() == 1
