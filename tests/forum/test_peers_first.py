"""Hours in which, in a room of two communities, only peers write."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities import services as communities
from forum import services
from forum.outcomes.models import Standing
from forum.topics.models import Post, Topic
from forum.topics.services import put_topic
from tests.factories.forum import TopicFactory
from tests.forum.addresses import reply_url, start_url
from tests.forum.conftest import client_of, page_of
from tests.forum.sharing import beside, of, shared_room

pytestmark = pytest.mark.django_db


def begin(person, room, hours="24", **more):
    words = {"subject": "Peers first", "content": "What do you say?"}
    client_of(person).post(start_url(room), words | {"peers_first_hours": hours} | more)
    return Topic.objects.get(subject="Peers first")


def test_until_then_only_peers_write(room, pia, carl, peers):
    topic = begin(carl, room)

    page = page_of(topic, carl)
    assert "only members of the peers' community write here" in page.replace("&#x27;", "'")
    assert 'id="reply"' not in page
    answer = client_of(carl).post(reply_url(topic), {"content": "But I"})
    assert answer.status_code == 403
    assert "Peers first: until" in answer.content.decode()
    assert Post.objects.filter(topic=topic).count() == 1

    assert 'id="reply"' in page_of(topic, of(peers))
    client_of(pia).post(reply_url(topic), {"content": "I say nothing."})
    assert Post.objects.filter(topic=topic).count() == 2


def test_facilitators_of_the_others_and_coordinators_wait_too(room, pia, clinical, coordinator):
    topic = begin(pia, room)
    facilitator = of(clinical)
    communities.appoint_facilitator(community=clinical, member=facilitator)

    for person in (facilitator, coordinator):
        assert client_of(person).post(reply_url(topic), {"content": "I"}).status_code == 403


def test_afterwards_everybody_writes(room, carl):
    topic = begin(carl, room)
    Topic.objects.filter(pk=topic.pk).update(created=timezone.now() - timedelta(hours=24))

    assert "Only members of the peers" not in page_of(topic, carl)
    assert 'id="reply"' in page_of(topic, carl)
    client_of(carl).post(reply_url(topic), {"content": "Now I"})
    assert Post.objects.filter(topic=topic).count() == 2


def test_it_counts_from_when_the_topic_is_published(room, carl, facilitator):
    topic = TopicFactory(room=room, author=carl, approved=False)
    services.let_peers_first(topic=topic, hours=24)
    Topic.objects.filter(pk=topic.pk).update(created=timezone.now() - timedelta(hours=30))

    services.approve_post(post=topic.first_post, by=facilitator)

    assert 'id="reply"' not in page_of(topic, carl)


@pytest.mark.parametrize(
    ("said", "hours"), [("", 36), ("0", 0), ("48", 48), ("36", 36), (None, 36)]
)
def test_a_topic_has_the_hours_of_its_room_unless_chosen_otherwise(
    said, hours, peers, clinical, pia
):
    room = shared_room(peers, clinical, hours=36)
    assert "Peers, for 36 hours" in client_of(pia).get(start_url(room)).content.decode()

    words = {"subject": "Peers first", "content": "What do you say?"}
    more = {} if said is None else {"peers_first_hours": said}
    client_of(pia).post(start_url(room), words | more)
    topic = Topic.objects.get(subject="Peers first")

    kept = Standing.objects.filter(topic=topic).first()
    assert (kept.peers_first_hours if kept else 0) == hours


def test_talk_in_a_shared_room_leaves_no_trace_of_a_standing(room, pia):
    client_of(pia).post(start_url(room), {"subject": "Tea", "content": "Or coffee."})

    assert Topic.objects.get().subject == "Tea"
    assert not Standing.objects.exists()


def test_hours_that_nobody_offered_are_refused_beside_the_field(room, pia):
    words = {"subject": "Peers first", "content": "What?", "peers_first_hours": "9999"}
    page = client_of(pia).post(start_url(room), words).content.decode()

    assert "Please choose from the list." in page
    assert not Topic.objects.exists()


def test_elsewhere_nobody_is_asked_and_nobody_waits(private_room, pia, carl, clinical):
    topic = begin(pia, private_room)

    assert not Standing.objects.filter(topic=topic, peers_first_hours__gt=0).exists()
    services.let_peers_first(topic=topic, hours=24)
    assert "Peers first:" not in page_of(topic, pia)


def test_a_topic_that_is_moved_out_of_the_shared_room_is_open(room, private_room, pia, facilitator):
    topic = begin(pia, room)
    put_topic(topic=topic, forum=private_room.forum)

    assert 'id="reply"' in page_of(Topic.objects.get(pk=topic.pk), pia)


# The room


def test_a_coordinator_says_which_community_is_the_peers(
    coordinator_client, peers, clinical, private_room
):
    form = {
        "name": "Side by side",
        "audience": "communities",
        "communities": [peers.pk, clinical.pk],
        "peers": peers.pk,
        "peers_first_hours": "24",
        "minutes_to_undo": "5",
    }
    coordinator_client.post(reverse("rooms:edit", args=[private_room.pk]), form)

    private_room.refresh_from_db()
    assert (private_room.peers, private_room.peers_first_hours) == (peers, 24)


@pytest.mark.parametrize("wrong", ["one community", "another", "hours alone", "too long"])
def test_what_does_not_fit_is_said_beside_it(wrong, coordinator_client, peers, clinical):
    third = beside(peers)
    form = {
        "name": "Side by side",
        "audience": "communities",
        "communities": [peers.pk, clinical.pk],
        "peers": peers.pk,
        "peers_first_hours": "24",
        "minutes_to_undo": "5",
    } | {
        "one community": {"communities": [peers.pk]},
        "another": {"peers": third.pk},
        "hours alone": {"peers": ""},
        "too long": {"peers_first_hours": "1000"},
    }[wrong]
    page = coordinator_client.post(reverse("rooms:add"), form).content.decode()

    words = {
        "hours alone": "Say first which community",
        "too long": "less than or equal to 336",
    }.get(wrong, "Choose one of the two communities")
    assert words in page
