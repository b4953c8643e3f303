"""Who is told of what became of a topic, and when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum import services
from members.services import close_account
from notifications.models import Notification
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.forum.sharing import beside, of, shared_room
from tests.shared import shared

pytestmark = pytest.mark.django_db
AGREED = {"result": "agreed", "summary": "Ask first, and say it out loud."}


@shared
def topic(private_room, peer):
    return TopicFactory(room=private_room, author=peer, subject="A lift home")


def committing(act, capture):
    def do(**said):
        with capture(execute=True):
            return act(**said)

    return do


@pytest.fixture
def settle(django_capture_on_commit_callbacks):
    return committing(services.settle, django_capture_on_commit_callbacks)


@pytest.fixture
def sign(django_capture_on_commit_callbacks):
    return committing(services.sign, django_capture_on_commit_callbacks)


def told():
    rows = Notification.objects.filter(kind="topic_settled").order_by("pk")
    return [row.recipient for row in rows]


def test_who_wrote_or_follows_is_told_and_nobody_else(topic, peer, peers, facilitator, settle):
    wrote, follows, neither, left = of(peers), of(peers), of(peers), of(peers)
    waits = of(peers)
    PostFactory.create_batch(2, topic=topic, author=wrote)
    PostFactory(topic=topic, author=left)
    PostFactory(topic=topic, author=waits, approved=False)
    topic.subscribers.add(follows, facilitator, wrote)
    PostFactory(topic=TopicFactory(room=topic.forum.room), author=neither)
    outside = UserFactory()
    topic.subscribers.add(outside)
    close_account(user=left, by=left)

    settle(topic=topic, by=facilitator, **AGREED)

    assert sorted(person.pk for person in told()) == sorted([peer.pk, wrote.pk, follows.pk])


def test_whoever_says_it_is_not_told(topic, peer, settle):
    settle(topic=topic, by=peer, **AGREED)

    assert told() == []


def test_the_same_said_twice_is_told_once(topic, peer, facilitator, settle):
    for _n in range(2):
        settle(topic=topic, by=facilitator, **AGREED)

    assert told() == [peer]


def test_it_comes_weekly_and_says_the_result_and_no_summary(topic, peer, facilitator, settle):
    settle(topic=topic, by=facilitator, **AGREED)
    assert told() == [peer]

    row = Notification.objects.get(kind="topic_settled")
    assert row.how == "weekly"
    page = client_of(peer).get("/notifications/").content.decode()
    assert "A lift home</a>: Summed up." in page
    assert AGREED["summary"] not in page
    assert facilitator.get_full_name() not in page.split("<main")[1]


def test_the_second_signature_is_told_in_place_of_the_first(peers, settle, sign):
    clinical = beside(peers)
    pia, carl = of(peers, "peer"), of(clinical, "clinician")
    topic = TopicFactory(room=shared_room(peers, clinical), subject="A lift home")
    topic.subscribers.add(pia, carl)

    settle(topic=topic, by=pia, **AGREED)
    first = told()
    assert carl in first
    assert pia not in first
    page = client_of(carl).get("/notifications/").content.decode()
    assert "It waits for a word from the other community." in page
    sign(topic=topic, by=carl)

    assert pia in told()[len(first) :]
    unread = Notification.objects.filter(kind="topic_settled", read_at=None)
    assert {row.recipient for row in unread} == {pia}


def test_what_is_opened_again_is_told_to_nobody_any_more(topic, peer, facilitator, settle):
    settle(topic=topic, by=facilitator, **AGREED)
    assert told() == [peer]
    services.reopen(topic=topic)

    assert not Notification.objects.filter(read_at=None, kind="topic_settled").exists()
    assert "A lift home</a>" not in client_of(peer).get("/notifications/").content.decode()

    settle(topic=topic, by=facilitator, result="parked", summary="Later.")
    assert told() == [peer, peer]


def test_what_was_said_long_ago_is_no_news(topic, facilitator, settle):
    then = timezone.now() - timedelta(days=2)
    settle(topic=topic, by=facilitator, at=then, **AGREED)

    assert told() == []


def test_whoever_reads_the_topic_has_seen_it(topic, peer, facilitator, settle):
    settle(topic=topic, by=facilitator, **AGREED)
    assert told() == [peer]

    client_of(peer).get(topic_url(topic))

    assert Notification.objects.get(kind="topic_settled").read_at
    assert Client().get(topic_url(topic)).status_code == 404
