"""How quickly one person may post."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import pace
from tests.factories.forum import TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, reply_url, rows, start_url
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paced(settings, monkeypatch):
    """Pace on, and a clock that stands at the beginning of every window."""
    settings.FORUM_POSTING_PACE = True
    clock = {"now": 1_800_000_000.0}
    clock["now"] -= clock["now"] % pace.DAY
    monkeypatch.setattr("members.limits.time.time", lambda: clock["now"])

    def wait(seconds):
        clock["now"] += seconds

    return wait


@pytest.fixture
def regular():
    return UserFactory(date_joined=timezone.now() - timedelta(days=30))


@pytest.fixture
def topic(members_room):
    return TopicFactory(room=members_room)


def test_a_second_reply_within_seconds_is_kept_in_the_form(topic, regular, paced):
    client = client_of(regular)
    assert client.post(reply_url(topic), {"content": "One"}).status_code == 302

    quick = client.post(reply_url(topic), {"content": "Two, with care"})

    assert quick.status_code == 200
    page = quick.content.decode()
    assert "Please wait 5 seconds" in page
    assert "Two, with care" in page
    paced(5)
    assert client.post(reply_url(topic), {"content": "Two, with care"}).status_code == 302
    assert topic.posts.filter(poster=regular).count() == 2


def test_a_second_topic_waits_fifteen_seconds(members_room, regular, paced):
    client, url = client_of(regular), start_url(members_room)
    data = {"subject": "a", "content": "b"} | rows("attachment")
    assert client.post(url, data).status_code == 302
    paced(6)
    assert "Please wait 15 seconds" in client.post(url, data).content.decode()
    paced(15)
    assert client.post(url, data).status_code == 302


def test_previews_and_mistakes_are_not_counted(topic, regular):
    client = client_of(regular)
    for _ in range(3):
        client.post(reply_url(topic), {"content": "x", "preview": "1"})
        client.post(reply_url(topic), {"content": ""})
    assert client.post(reply_url(topic), {"content": "x"}).status_code == 302


def test_on_the_first_day_three_topics_are_enough(members_room, member, member_client, paced):
    data = {"subject": "a", "content": "b"} | rows("attachment")
    for _ in range(3):
        assert member_client.post(start_url(members_room), data).status_code == 302
        paced(60)

    response = member_client.post(start_url(members_room), data)

    assert "a lot for a first day" in response.content.decode()


def test_on_the_first_day_ten_replies_are_enough(topic, member, member_client, paced):
    for n in range(10):
        assert member_client.post(reply_url(topic), {"content": str(n)}).status_code == 302
        paced(60)
    assert member_client.post(reply_url(topic), {"content": "11"}).status_code == 200

    own = topic.posts.filter(poster=member).first()
    paced(60)
    assert member_client.post(edit_url(own), {"content": "Better"}).status_code == 302


def test_files_are_counted(topic, regular, paced, monkeypatch):
    client = client_of(regular)
    for n in range(6):
        files = {f"attachment-{m}-file": pdf() for m in range(5)}
        data = {"content": str(n)} | rows("attachment", 5) | files
        assert client.post(reply_url(topic), data).status_code == 302
        paced(10)

    data = {"content": "more", "attachment-0-file": pdf()} | rows("attachment", 1)
    assert "many files" in client.post(reply_url(topic), data).content.decode()
    paced(10)
    assert client.post(reply_url(topic), {"content": "no file"}).status_code == 302


def test_who_looks_after_the_room_is_not_held_up(private_room, facilitator, coordinator_client):
    topic = TopicFactory(room=private_room)
    for client in (client_of(facilitator), coordinator_client):
        for n in range(3):
            assert client.post(reply_url(topic), {"content": str(n)}).status_code == 302
