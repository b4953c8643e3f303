"""Two facilitators at once, and somebody who writes meanwhile."""

import pytest
from django.core.exceptions import ValidationError

from forum import services
from forum.moving.models import EmptiedTopic, Move
from forum.topics.counters import find_drift
from forum.topics.models import Post, Topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(topic):
    return Topic.objects.select_related("forum").get(pk=topic.pk)


def attempt(do):
    try:
        return do()
    except ValidationError as refused:
        return refused.messages[0]


def test_two_who_move_a_topic_at_once_move_it_once():
    topic = TopicFactory()
    rooms, by = RoomFactory.create_batch(2), UserFactory()
    stale = [fresh(topic) for _room in rooms]

    answers = at_once(
        lambda n: attempt(lambda: services.move_topic(topic=stale[n], forum=rooms[n].forum, by=by)),
        2,
    )

    assert sum(isinstance(answer, Move) for answer in answers) == 1
    assert Move.objects.count() == 1
    assert list(find_drift()) == []


def test_of_one_who_splits_and_one_who_merges_one_comes_first():
    room, by = RoomFactory(), UserFactory()
    earlier, topic = TopicFactory.create_batch(2, room=room)
    post = PostFactory(topic=topic)
    doings = (
        lambda: services.split_topic(
            topic=fresh(topic), posts=[post.pk], title="Apart", forum=room.forum, by=by
        ),
        lambda: services.merge_topics(topic=fresh(topic), into=fresh(earlier), by=by),
    )

    at_once(lambda n: attempt(doings[n]), 2)

    assert Post.objects.filter(topic__approved=False).count() == 0
    assert list(find_drift()) == []


def test_two_merges_across_never_make_a_circle():
    room, by = RoomFactory(), UserFactory()
    topics = TopicFactory.create_batch(3, room=room)

    at_once(
        lambda n: attempt(
            lambda: services.merge_topics(topic=fresh(topics[n + 1]), into=fresh(topics[n]), by=by)
        ),
        2,
    )

    assert set(EmptiedTopic.objects.values_list("topic_key", flat=True)) <= {
        topic.pk for topic in topics[1:]
    }
    assert Post.objects.filter(topic__approved=False).count() == 0
    assert list(find_drift()) == []


def test_what_is_written_while_a_topic_is_emptied_is_not_lost_in_it():
    room, by, author = RoomFactory(), UserFactory(), UserFactory()
    earlier, topic = TopicFactory.create_batch(2, room=room)
    stale = fresh(topic)

    def do(n):
        if n == 0:
            return attempt(
                lambda: services.merge_topics(topic=fresh(topic), into=fresh(earlier), by=by)
            )
        return services.reply(topic=stale, author=author, text=f"{n}", approved=True)

    at_once(do, 4)

    assert set(Post.objects.values_list("topic", flat=True)) == {earlier.pk}
    assert Post.objects.count() == 5
    assert list(find_drift()) == []


def test_of_two_who_undo_one_does():
    topic, by = TopicFactory(), UserFactory()
    post = PostFactory(topic=topic)
    move = services.split_topic(
        topic=topic, posts=[post.pk], title="Apart", forum=topic.forum, by=by
    )

    at_once(lambda n: attempt(lambda: services.undo(move=move)), 2)

    assert Topic.objects.count() == 1
    assert list(find_drift()) == []
