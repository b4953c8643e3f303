"""Sealed messages that are moved: what stands there stays, numbers do not mix, nobody is told."""

import json

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError

from forum import services
from forum.moving.models import Move, MovedMark, MovedPost
from forum.posting.labels import offer
from forum.topics.models import Post
from notifications.models import Notification
from tests.factories.forum import PostFactory, TopicFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.forum.signing.conftest import sealed

pytestmark = pytest.mark.django_db


def labels_of(topic):
    return list(
        topic.posts.exclude(username=None).order_by("pk").values_list("username", flat=True)
    )


def split(topic, posts, by):
    move = services.split_topic(
        topic=topic, posts=[post.pk for post in posts], title="Apart", forum=topic.forum, by=by
    )
    return move.target


def number(person, topic):
    return offer(author=person, forum=topic.forum, topic=topic).labels["number"]


def test_what_stands_there_stays_and_is_nobody_elses(topic, room, many, carer):
    first, second, third, fourth = many[:4]
    one = sealed(first, room, topic)
    two = sealed(second, room, topic)
    assert labels_of(topic) == ["Peer 1", "Peer 2"]

    target = split(topic, [two], carer)

    assert (labels_of(topic), labels_of(target)) == (["Peer 1"], ["Peer 2"])
    assert [number(who, target) for who in (second, first, third)] == ["Peer 2", "Peer 3", "Peer 3"]
    assert [number(who, topic) for who in (first, second, fourth)] == ["Peer 1", "Peer 2", "Peer 3"]
    assert one.username == Post.objects.get(pk=one.pk).username


def test_a_number_that_is_read_is_given_to_nobody_else(room, many, carer, colleague):
    earlier = TopicFactory(room=room, author=colleague)
    later = TopicFactory(room=room, author=colleague)
    who, other, third = many[2:5]
    sealed(other, room, later)
    sealed(who, room, earlier)
    hers = sealed(who, room, later)
    move = services.split_topic(
        topic=later, posts=[hers.pk], title="Apart", forum=room.forum, by=carer
    )
    services.merge_topics(topic=move.target, into=earlier, by=carer)

    assert labels_of(earlier) == ["Peer 1", "Peer 2"]
    assert number(who, earlier) == "Peer 1"
    assert number(third, earlier) == "Peer 3"


@pytest.mark.parametrize("same", [True, False], ids=["one person", "two people"])
def test_two_of_one_label_never_meet(room, many, carer, colleague, same):
    """Refused alike, whether it is one person or two: nobody learns which."""
    earlier = TopicFactory(room=room, author=colleague)
    later = TopicFactory(room=room, author=colleague)
    sealed(many[2], room, earlier)
    sealed(many[2 if same else 3], room, later)

    with pytest.raises(ValidationError, match="somebody signs as “Peer 1”"):
        services.merge_topics(topic=later, into=earlier, by=carer)

    assert (labels_of(earlier), labels_of(later)) == (["Peer 1"], ["Peer 1"])


def test_the_author_is_told_and_nothing_else_names_them(topic, room, author, carer, colleague):
    kept = sealed(author, room, topic)
    PostFactory(topic=topic, author=colleague)
    Notification.objects.all().delete()

    target = split(topic, [kept], carer)

    (told,) = Notification.objects.filter(kind="messages_moved")
    assert (told.recipient, told.actor) == (author, carer)
    rows = [*Move.objects.all(), *MovedPost.objects.all(), *MovedMark.objects.all()]
    said = json.loads(serializers.serialize("json", rows))
    for row in said:
        assert author.pk not in [row["fields"].get(name) for name in ("by", "reader")]
        assert author.pk not in row["fields"].get("followers", [])
    assert (target.poster, target.first_post.poster) == (None, None)
    for person in (colleague, carer):
        page = client_of(person).get(topic_url(target)).content.decode()
        assert author.get_full_name() not in page
        assert "Peer 1" in page


def test_the_mover_learns_nothing_by_moving_their_own(topic, room, carer, colleague):
    """A sealed message of the mover's counts as somebody else's: nothing gives them away."""
    from forum.moving.access import is_all_by

    own = sealed(carer, room, topic)

    assert not is_all_by(carer, Post.objects.filter(pk=own.pk))
    split(topic, [own], carer)
    assert not Notification.objects.filter(kind="messages_moved", recipient=carer).exists()
