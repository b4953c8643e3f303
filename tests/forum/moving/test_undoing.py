"""What is put back, what stays where it was written, and when it cannot be put back any more."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.retention import rule
from forum import services
from forum.moving.models import EmptiedTopic, Move
from forum.moving.services import (
    CHANGED_SINCE,
    GONE,
    MADE_SINCE,
    MOVED_ON,
    NOT_IN_VIEW,
    OVER,
)
from forum.topics.counters import find_drift
from forum.topics.models import Post, Topic
from members import services as members
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def topic(members_room):
    topic = TopicFactory(room=members_room, subject="Coffee")
    for text in ("one", "two", "three"):
        PostFactory(topic=topic, text=text)
    return topic


def split(topic, number, by, forum=None):
    posts = list(topic.posts.order_by("pk").values_list("pk", flat=True))[-number:]
    return services.split_topic(
        topic=topic, posts=posts, title="Apart", forum=forum or topic.forum, by=by
    )


def texts(topic):
    return [post.content.raw for post in topic.posts.order_by("created", "pk")]


def refused(move):
    with pytest.raises(ValidationError) as found:
        services.undo(move=move)
    return found.value.messages[0]


def test_of_a_split_answers_written_since_stay(topic, coordinator):
    move = split(topic, 2, coordinator)
    since = UserFactory()
    PostFactory(topic=move.target, text="since", author=since)
    PostFactory(topic=topic, text="meanwhile")

    services.undo(move=move)

    assert texts(topic)[1:] == ["one", "two", "three", "meanwhile"]
    left = Topic.objects.get(pk=move.target_id)
    assert (texts(left), left.poster, left.posts_count) == (["since"], since, 1)
    assert left.first_post.content.raw == "since"
    assert list(find_drift()) == []


def test_of_a_merge_answers_written_since_stay(topic, members_room, coordinator):
    later = TopicFactory(room=members_room, subject="Later", text="later")
    move = services.merge_topics(topic=later, into=topic, by=coordinator)
    PostFactory(topic=later, text="since")

    services.undo(move=move)

    assert texts(topic)[1:] == ["one", "two", "three", "since"]
    later.refresh_from_db()
    assert (texts(later), later.approved) == (["later"], True)
    assert list(find_drift()) == []


def test_of_a_moved_topic_answers_written_since_stay_in_that_room(
    topic, private_room, coordinator, peer
):
    topic.subscribers.add(peer)
    move = services.move_topic(topic=topic, forum=private_room.forum, by=coordinator)
    PostFactory(topic=topic, text="for peers alone")
    PostFactory(topic=topic, text="waits", approved=False)

    services.undo(move=move)

    topic.refresh_from_db()
    left = Topic.objects.exclude(pk=topic.pk).get()
    assert (topic.forum_id, texts(topic)[1:]) == (move.from_forum_id, ["one", "two", "three"])
    assert (left.forum, texts(left)) == (private_room.forum, ["for peers alone", "waits"])
    assert (left.subject, left.posts_count) == ("Coffee", 1)
    assert list(left.subscribers.all()) == [peer]
    assert list(find_drift()) == []


def test_a_second_time_it_is_over(topic, coordinator):
    move, other = split(topic, 1, coordinator), split(topic, 1, coordinator)
    services.undo(move=other)
    assert refused(other) == OVER
    Move.objects.update(at=timezone.now() - timedelta(days=30))
    assert refused(move) == OVER


def test_what_was_moved_on_is_undone_from_the_last(topic, coordinator):
    first = split(topic, 2, coordinator)
    second = split(Topic.objects.get(pk=first.target_id), 1, coordinator)

    assert refused(first) == MOVED_ON
    services.undo(move=second)
    services.undo(move=first)
    assert texts(topic)[1:] == ["one", "two", "three"]


def test_it_waits_for_what_is_out_of_view(topic, coordinator):
    move = split(topic, 1, coordinator)
    head = Post.objects.get(pk=Topic.objects.get(pk=move.target_id).first_post_id)
    removal = services.hide_post(post=head, by=coordinator, reason="It names somebody")

    assert refused(move) == NOT_IN_VIEW
    services.restore_post(removal=removal, by=coordinator)
    services.undo(move=move)


def test_what_was_made_of_it_since_is_not_lost(topic, coordinator):
    move = split(topic, 1, coordinator)
    services.set_poll(topic=move.target, question="Tea?", options=["Yes", "No"])

    assert refused(move) == MADE_SINCE


def test_what_is_gone_cannot_come_back(topic, coordinator):
    move = split(topic, 1, coordinator)
    PostFactory(topic=move.target)
    Post.objects.get(pk=Topic.objects.get(pk=move.target_id).first_post_id).delete()

    assert refused(move) == GONE


def test_what_was_changed_for_fewer_is_not_brought_before_more(topic, private_room, coordinator):
    move = split(topic, 1, coordinator, private_room.forum)
    post = Post.objects.get(pk=Topic.objects.get(pk=move.target_id).first_post_id)
    services.edit_post(post=post, by=post.poster, subject=post.subject, text="Only for peers")

    assert refused(move) == CHANGED_SINCE


def test_titles_are_as_they_are_called_now(topic, coordinator):
    move = split(topic, 2, coordinator)
    head = Post.objects.get(pk=topic.first_post_id)
    services.edit_post(post=head, by=head.poster, subject="Tea", text="Begun")

    services.undo(move=move)

    assert set(topic.posts.values_list("subject", flat=True)) == {"Tea", "Re: Tea"}


def test_the_address_of_a_topic_that_is_no_more_leads_back(topic, coordinator, member_client):
    move = split(topic, 1, coordinator)
    address = topic_url(move.target)
    services.undo(move=move)

    assert member_client.get(address).url == topic_url(topic)
    assert EmptiedTopic.objects.get().leads_to == topic


def test_after_thirty_days_nothing_of_it_is_kept(topic, coordinator):
    split(topic, 1, coordinator)
    recent = split(topic, 1, coordinator)
    Move.objects.exclude(pk=recent.pk).update(at=timezone.now() - timedelta(days=30))

    rule("moves").remove(timezone.now())

    assert list(Move.objects.all()) == [recent]
    assert Topic.objects.count() == 3


def test_whoever_leaves_is_forgotten(topic):
    reader = topic.poster
    topic.subscribers.add(reader)
    mover = UserFactory()
    move = split(topic, 2, mover)
    assert list(move.followers.all()) == [reader]

    members.close_account(user=reader, by=reader)
    members.close_account(user=mover, by=mover)

    move.refresh_from_db()
    assert (move.by, list(move.followers.all()), list(move.marks.all())) == (None, [], [])


def test_a_topic_in_another_room_is_unread_where_it_was(topic, coordinator, member):
    from machina.core.db.models import get_model

    from forum.reading.tracking import TrackingHandler

    tracking = TrackingHandler()
    other = RoomFactory()
    tracking.mark_forums_read([topic.forum], member)
    stranger = UserFactory()

    move = services.move_topic(topic=topic, forum=other.forum, by=coordinator)
    topics = Topic.objects.filter(pk=topic.pk)
    assert [tracking.unread(topics, who).exists() for who in (member, stranger)] == [False, True]

    services.undo(move=move)
    assert not get_model("forum_tracking", "TopicReadTrack").objects.exists()
    assert not tracking.unread(topics, member).exists()
