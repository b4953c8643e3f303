"""How quickly one person may post."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum import pace
from forum.files.unsent import cache as kept_files
from tests.factories.forum import TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, reply_url, rows, start_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paced(settings, monkeypatch):
    """Pace on, and a clock that stands at the beginning of every window."""
    settings.FORUM_POSTING_PACE = True
    clock = {"now": 1_800_000_000.0}
    clock["now"] -= clock["now"] % pace.DAY
    monkeypatch.setattr("core.limits.time.time", lambda: clock["now"])

    def wait(seconds):
        clock["now"] += seconds

    return wait


@shared
def regular():
    return UserFactory(date_joined=timezone.now() - timedelta(days=30))


@shared
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


def test_what_was_told_of_the_words_stays_told_while_one_waits(topic, regular, paced):
    client, words = client_of(regular), {"content": "Call the flat on 09 555 1234."}
    client.post(reply_url(topic), {"content": "One"})
    told = re.compile(r'name="told" value="([^"]+)"')
    marks = told.search(client.post(reply_url(topic), words).text)[1]

    quick = client.post(reply_url(topic), words | {"told": marks}).text

    assert "Please wait 5 seconds" in quick
    assert told.search(quick)[1] == marks
    paced(5)
    assert client.post(reply_url(topic), words | {"told": marks}).status_code == 302


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


def hammered(client, url, times, data=None):
    """The statuses of so many POSTs, with what is asked in between left out."""
    return [client.post(url, data or {}).status_code for _ in range(times)]


@pytest.mark.parametrize(
    ("name", "times", "seconds"),
    [
        ("forum_member:topic_subscribe", 30, 60),
        ("forum_member:topic_unsubscribe", 30, 60),
        ("forum_tracking:mark_all_forums_read", 30, 60),
        ("forum_tracking:mark_topics_read", 30, 60),
        ("forum_tracking:mark_subforums_read", 30, 60),
        ("people:me", 20, 3600),
        ("forum_conversation:topic_poll_vote", 30, 60),
        ("forum_conversation:post_create", 60, 60),
        ("forum_conversation:topic_create", 60, 60),
        ("forum_conversation:post_delete", 30, 60),
    ],
)
def test_what_changes_something_can_be_pressed_so_often_and_no_more(
    topic, regular, paced, name, times, seconds
):
    forum = topic.forum
    of_topic = [forum.slug, forum.pk, topic.slug, topic.pk]
    arguments = {
        "topic_subscribe": [topic.pk],
        "topic_unsubscribe": [topic.pk],
        "mark_topics_read": [forum.pk],
        "mark_subforums_read": [forum.pk],
        "topic_poll_vote": [10**6],
        "post_create": of_topic,
        "topic_create": [forum.slug, forum.pk],
        "post_delete": [*of_topic, topic.first_post_id],
    }.get(name.partition(":")[2], [])
    client, url = client_of(regular), reverse(name, args=arguments)

    answers = hammered(client, url, times + 1)

    assert 429 not in answers[:-1]
    assert answers[-1] == 429
    refused = client.post(url)
    assert refused["Retry-After"] == str(seconds)
    assert "A moment, please" in refused.content.decode()
    assert client_of(UserFactory()).post(url).status_code != 429
    paced(seconds)
    assert client.post(url).status_code != 429


def test_subscribing_and_unsubscribing_are_counted_together(topic, regular):
    client = client_of(regular)
    for name in ("topic_subscribe", "topic_unsubscribe"):
        hammered(client, reverse(f"forum_member:{name}", args=[topic.pk]), 15)

    url = reverse("forum_member:topic_subscribe", args=[topic.pk])
    assert client.post(url).status_code == 429


def kept_at(user, path):
    return f"attachments-{user.pk}-{hashlib.sha256(path.encode()).hexdigest()}"


def test_files_that_are_only_previewed_are_counted_too(topic, regular, paced):
    client = client_of(regular)

    def preview(file):
        data = {"content": "My words", "preview": "1", "attachment-0-file": file}
        return client.post(reply_url(topic), data | rows("attachment", 1)).content.decode()

    for _ in range(20):
        assert "many files" not in preview(pdf())
    kept_files.delete(kept_at(regular, reply_url(topic)))

    page = preview(pdf())

    assert "many files" in page
    assert "My words" in page
    assert not kept_files.get(kept_at(regular, reply_url(topic)))
    paced(3600)
    assert "many files" not in preview(pdf())
