"""The queue, and looking after topics."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from forum import services
from forum.posting.queue import Foremost
from forum.signals import post_declined, post_published, post_queued
from forum.topics.models import Post, Topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
QUEUE = reverse("forum_moderation:queue")
WHY = {"reason": "There is a name in it."}


def queue_url(name, post):
    return reverse(f"forum_moderation:{name}", args=[post.pk])


@shared
def topic(private_room):
    return TopicFactory(room=private_room)


@shared
def waiting(topic):
    return PostFactory(topic=topic, approved=False, text="May I?")


def test_the_queue_holds_what_waits_in_ones_own_rooms(waiting, members_room, facilitator):
    PostFactory(topic=TopicFactory(room=members_room), approved=False, text="Elsewhere")
    first = PostFactory(topic=waiting.topic, approved=False)

    page = client_of(facilitator).get(QUEUE)

    assert list(page.context["posts"]) == [waiting, first]


def test_of_a_long_queue_the_longest_waiting_are_shown(waiting, facilitator, monkeypatch):
    monkeypatch.setattr(Foremost, "most", 3)
    PostFactory.create_batch(4, topic=waiting.topic, approved=False)

    page = client_of(facilitator).get(QUEUE)

    assert len(page.context["posts"]) == 3
    assert page.context["posts"][0] == waiting
    assert "3 posts or more" in page.text


def test_the_queue_is_for_those_who_look_after_rooms(waiting, member_client, coordinator_client):
    assert member_client.get(QUEUE).status_code == 403
    assert coordinator_client.get(QUEUE).status_code == 200


def test_approving_lets_a_post_be_read(waiting, facilitator, peer):
    client = client_of(facilitator)
    assert client.get(queue_url("queued_post", waiting)).status_code == 200

    assert client.post(queue_url("approve_queued_post", waiting)).url == QUEUE

    assert "May I?" in client_of(peer).get(topic_url(waiting.topic)).content.decode()
    waiting.topic.refresh_from_db()
    assert (waiting.topic.posts_count, waiting.topic.last_post) == (2, waiting)


def test_approving_a_first_post_lets_the_topic_be_read(private_room, facilitator, peer):
    topic = TopicFactory(room=private_room, approved=False)

    client_of(facilitator).post(queue_url("approve_queued_post", topic.first_post))

    assert client_of(peer).get(topic_url(topic)).status_code == 200
    private_room.forum.refresh_from_db()
    assert private_room.forum.direct_topics_count == 1


def test_an_approved_topic_counts_from_now_and_others_from_when_they_were_started(
    private_room, facilitator
):
    started = timezone.now() - timedelta(days=2)
    approved, waiting, other = (
        TopicFactory(room=private_room, approved=approved, at=started)
        for approved in (False, False, True)
    )

    services.approve_post(post=approved.first_post, by=facilitator)

    approved.refresh_from_db()
    assert approved.created == approved.first_post.created > started
    for topic in (waiting, other):
        topic.refresh_from_db()
        assert (topic.created, topic.first_post.created) == (started, started)
    waiting.refresh_from_db()
    assert not waiting.approved
    assert not waiting.first_post.approved


def test_turning_down_deletes_what_waits(waiting, facilitator):
    client_of(facilitator).post(queue_url("disapprove_queued_post", waiting), WHY)

    assert not Post.objects.filter(pk=waiting.pk).exists()
    assert Topic.objects.filter(pk=waiting.topic_id).exists()


def test_turning_down_a_first_post_deletes_the_topic(private_room, facilitator):
    topic = TopicFactory(room=private_room, approved=False)
    client_of(facilitator).post(queue_url("disapprove_queued_post", topic.first_post), WHY)
    assert not Topic.objects.exists()


def test_what_is_approved_cannot_be_turned_down(topic, facilitator):
    client = client_of(facilitator)
    post = topic.first_post

    for name in ("queued_post", "approve_queued_post", "disapprove_queued_post"):
        assert client.get(queue_url(name, post)).url == QUEUE
        assert client.post(queue_url(name, post), WHY).url == QUEUE
    with pytest.raises(ValidationError):
        services.disapprove_post(post=post, by=facilitator, reason="No")

    assert Post.objects.filter(pk=post.pk).exists()


def test_a_waiting_post_is_unknown_to_those_who_do_not_look_after_its_room(waiting, peer, member):
    for user in (peer, member, waiting.poster):
        for name in ("queued_post", "approve_queued_post", "disapprove_queued_post"):
            assert client_of(user).get(queue_url(name, waiting)).status_code == 404
            assert client_of(user).post(queue_url(name, waiting)).status_code in (404, 405)
    assert Post.objects.filter(pk=waiting.pk, approved=False).exists()


def test_publishing_is_announced_once(topic, facilitator):
    heard = []

    def hear(signal, post, **kwargs):
        heard.append((signal, post.content.raw, kwargs.get("starts_topic"), kwargs.get("by")))

    for signal in (post_published, post_queued, post_declined):
        signal.connect(hear)
    author = UserFactory()
    services.reply(topic=topic, author=author, text="at once", approved=True)
    later = services.reply(topic=topic, author=author, text="later", approved=False)
    never = services.reply(topic=topic, author=author, text="never", approved=False)
    services.approve_post(post=later, by=facilitator)
    services.approve_post(post=later, by=facilitator)
    services.disapprove_post(post=never, by=facilitator, reason="Not so")
    services.edit_post(post=later, by=author, subject="x", text="edited")

    assert heard == [
        (post_published, "at once", False, None),
        (post_queued, "later", False, None),
        (post_queued, "never", False, None),
        (post_published, "later", False, facilitator),
        (post_declined, "never", None, facilitator),
    ]


def moderate(client, name, topic, data=None):
    url = reverse(f"forum_moderation:topic_{name}", args=[topic.slug, topic.pk])
    return client.post(url, {"reason": "It is said elsewhere.", **(data or {})})


def test_a_facilitator_closes_opens_pins_and_announces(topic, facilitator):
    client = client_of(facilitator)
    for name, state in (
        ("lock", (Topic.TOPIC_LOCKED, Topic.TOPIC_POST)),
        ("unlock", (Topic.TOPIC_UNLOCKED, Topic.TOPIC_POST)),
        ("update_to_sticky", (Topic.TOPIC_UNLOCKED, Topic.TOPIC_STICKY)),
        ("update_to_announce", (Topic.TOPIC_UNLOCKED, Topic.TOPIC_ANNOUNCE)),
        ("update_to_post", (Topic.TOPIC_UNLOCKED, Topic.TOPIC_POST)),
    ):
        assert moderate(client, name, topic).url == topic_url(topic)
        topic.refresh_from_db()
        assert (topic.status, topic.type) == state, name


def test_others_do_not_look_after_topics(topic, members_room, peer, facilitator):
    elsewhere = TopicFactory(room=members_room)
    for name in ("lock", "unlock", "update_to_sticky", "update_to_announce", "delete", "move"):
        assert moderate(client_of(peer), name, topic).status_code == 403
        assert moderate(client_of(UserFactory()), name, topic).status_code == 404
        assert moderate(client_of(facilitator), name, elsewhere).status_code == 403
    assert Topic.objects.filter(status=Topic.TOPIC_UNLOCKED, type=Topic.TOPIC_POST).count() == 2


def test_moving_takes_the_posts_along_in_the_counts(topic, private_room, peers, facilitator):
    other = RoomFactory(audience="communities", communities=[peers])
    PostFactory(topic=topic)

    move = {"forum": other.forum_id, "reason": "It is about the night"}
    seen = moderate(client_of(facilitator), "move", topic, move)
    sure = {"sure": "1", "shown": seen.context["ends"].shown}
    moderate(client_of(facilitator), "move", topic, move | sure)

    for room, counts in ((private_room, (0, 0, None)), (other, (1, 2, topic.posts.last().pk))):
        room.forum.refresh_from_db()
        forum = room.forum
        assert counts == (
            forum.direct_topics_count,
            forum.direct_posts_count,
            forum.last_post_id,
        )


def test_a_topic_moves_only_where_one_may_move_topics(topic, members_room, facilitator):
    for target in (members_room.forum_id, topic.forum_id, 0, "x", ""):
        response = moderate(client_of(facilitator), "move", topic, {"forum": target})
        assert response.status_code == 200
    topic.refresh_from_db()
    assert topic.forum.room.name == "Only peers"


def test_hiding_a_topic_leaves_the_room_counted(topic, private_room, facilitator):
    PostFactory.create_batch(3, topic=topic)

    answer = moderate(client_of(facilitator), "delete", topic, {"reason": "Names"})

    private_room.forum.refresh_from_db()
    assert answer.url == reverse("removed", args=[topic.first_post_id])
    assert Post.objects.count() == 4
    assert private_room.forum.direct_posts_count == 0
    assert private_room.forum.last_post is None
