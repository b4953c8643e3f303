"""What the clock does: unpinning topics, and opening what was written for later."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.days import site_today
from forum import services
from forum.moving.models import TopicTimes
from forum.moving.tasks import unpin_topics
from forum.posting.tasks import open_topics
from forum.topics.counters import find_drift
from forum.topics.held import waiting
from forum.topics.models import Post, Topic
from notifications.models import Notification
from tests.factories.forum import RoomFactory, TopicFactory
from tests.forum.addresses import room_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@shared
def topic(private_room):
    return TopicFactory(room=private_room, subject="Read me")


@shared
def planned(private_room, facilitator):
    return services.start_topic(
        room=private_room,
        author=facilitator,
        subject="New rates",
        text="From July on",
        opens_at=timezone.now() + DAY,
    )


def pin(client, topic, until):
    address = reverse("forum_moderation:topic_update_to_sticky", args=[topic.slug, topic.pk])
    return client.post(address, {"until": until})


def kind(topic):
    return Topic.objects.get(pk=topic.pk).type


def test_a_topic_is_pinned_until_the_end_of_a_day(topic, facilitator):
    day = site_today() + 2 * DAY

    pin(client_of(facilitator), topic, day.isoformat())

    times = TopicTimes.objects.get()
    last = timezone.localdate(times.unpins_at - DAY / 2, timezone.get_default_timezone())
    assert (kind(topic), last) == (Topic.TOPIC_STICKY, day)
    assert "Pinned until" in client_of(facilitator).get(topic_url(topic)).content.decode()


@pytest.mark.parametrize("until", ["2001-01-01", "2999-01-01", "soon"])
def test_a_day_that_is_over_pins_nothing(topic, facilitator, until):
    answer = pin(client_of(facilitator), topic, until)

    assert (answer.status_code, kind(topic)) == (200, Topic.TOPIC_POST)


def test_without_a_day_it_stays(topic, facilitator):
    pin(client_of(facilitator), topic, "")

    assert kind(topic) == Topic.TOPIC_STICKY
    assert not TopicTimes.objects.exists()


def test_the_clock_unpins_what_is_due(topic, private_room):
    other, announced = TopicFactory.create_batch(2, room=private_room)
    for each in (topic, announced):
        services.pin_topic(topic=each, until=timezone.now() - DAY)
    services.pin_topic(topic=other, until=timezone.now() + DAY)
    services.set_topic_type(topic=announced, type=Topic.TOPIC_ANNOUNCE)

    unpin_topics.func()
    unpin_topics.func()

    assert [kind(each) for each in (topic, other, announced)] == [
        Topic.TOPIC_POST,
        Topic.TOPIC_STICKY,
        Topic.TOPIC_ANNOUNCE,
    ]
    assert TopicTimes.objects.get().topic == other


def test_until_it_opens_its_author_and_facilitators_alone_read_it(
    planned, peer, facilitator, coordinator
):
    peers, carers = client_of(peer), (client_of(facilitator), client_of(coordinator))

    assert peers.get(topic_url(planned)).status_code == 404
    assert "New rates" not in peers.get(room_url(planned.forum.room)).content.decode()
    for client in carers:
        assert "Opens later" in client.get(topic_url(planned)).content.decode()
    assert "Opens" in carers[0].get(room_url(planned.forum.room)).content.decode()


def test_it_waits_for_nobody(planned, facilitator):
    assert not waiting(Post.objects.all()).exists()
    assert not Notification.objects.exists()
    queue = client_of(facilitator).get(reverse("forum_moderation:queue"))
    assert "New rates" not in queue.content.decode()


def test_the_clock_opens_it_as_if_it_were_written_now(planned, peer, private_room):
    private_room.followers.add(peer)
    before = timezone.now()
    open_topics.func()
    assert not Topic.objects.get(pk=planned.pk).approved

    TopicTimes.objects.update(opens_at=before)
    open_topics.func()
    open_topics.func()

    planned.refresh_from_db()
    assert planned.approved
    assert planned.first_post.created == planned.created >= before
    assert not TopicTimes.objects.exists()
    assert client_of(peer).get(topic_url(planned)).status_code == 200
    assert list(find_drift()) == []


def test_what_was_withdrawn_does_not_open(planned):
    services.withdraw_post(post=planned.first_post)
    TopicTimes.objects.update(opens_at=timezone.now() - DAY)

    open_topics.func()

    assert not Topic.objects.get(pk=planned.pk).approved


def test_a_case_gets_its_number_when_it_opens(planned):
    services.begin_case(topic=planned)
    assert services.open_topic(topic=planned)

    assert Topic.objects.get(pk=planned.pk).standing.case_number == 1
    assert not services.open_topic(topic=planned)


def when(moment):
    return timezone.localtime(moment, timezone.get_default_timezone()).strftime("%Y-%m-%dT%H:%M")


def test_a_facilitator_writes_for_later_and_a_member_is_not_asked(private_room, facilitator, peer):
    said = {"subject": "Roster", "content": "Here", "opens_at": when(timezone.now() + DAY)}

    client_of(facilitator).post(start_url(private_room), said)
    client_of(peer).post(start_url(private_room), said | {"content": "Mine"})

    theirs, own = Topic.objects.order_by("pk")
    assert (theirs.approved, own.approved) == (False, True)
    assert [times.topic for times in TopicTimes.objects.all()] == [theirs]
    assert "opens_at" in client_of(facilitator).get(start_url(private_room)).content.decode()
    assert "opens_at" not in client_of(peer).get(start_url(private_room)).content.decode()


def test_the_time_is_changed_and_it_is_opened_now(planned, facilitator, peer):
    address = reverse("when_topic_opens", args=[planned.pk])
    client, later = client_of(facilitator), timezone.now() + 5 * DAY
    assert client_of(peer).get(address).status_code == 404

    client.post(address, {"opens_at": when(later)})
    assert abs(TopicTimes.objects.get().opens_at - later) < timedelta(minutes=1)
    assert client.post(address, {"opens_at": "2001-01-01T10:00"}).status_code == 200

    assert client.post(address, {"now": "1"}).url == topic_url(planned)
    assert Topic.objects.get(pk=planned.pk).approved
    assert client.get(address).status_code == 404


def test_other_topics_stay_as_they_are(planned, topic):
    row = Topic.objects.filter(pk=topic.pk).values().get()
    services.open_topic(topic=planned)
    assert Topic.objects.filter(pk=topic.pk).values().get() == row
    assert RoomFactory().forum.direct_topics_count == 0
