"""The front door for a member: what they were told and what is new, as "Catch me up" has it."""

import re

import pytest

from core.text import words_of
from events.models import Interest
from notifications.models import Notification
from notifications.services import mark_read, notify
from tests.factories.events import EventPageFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.notices import ABOUT, coordinator, request

pytestmark = pytest.mark.django_db


def told(client, address: str = "/") -> dict[str, list[str]]:
    """What each part tells of what is new, by its title."""
    _before, *parts = re.split(r"<section ", client.get(address).text)
    return {
        words_of(re.findall(r"<h2[^>]*>(.*?)</h2>", part)[0]): lines
        for part in parts
        if (lines := re.findall(r'row--unread">.*?<a [^>]*>(.*?)</a>', part, re.DOTALL))
    }


def test_answers_to_me_come_first_and_are_not_told_twice(member_client, member):
    room = RoomFactory()
    mine = TopicFactory(room=room, author=member, subject="Mine")
    reply = PostFactory(topic=mine, author=UserFactory(display_name="Aroha"))
    TopicFactory(room=room, author=UserFactory(), subject="Theirs")
    notify([member], kind="reply_to_me", about=reply, topic=mine.pk)

    for address in ("/", "/notifications/catch-up/"):
        assert told(member_client, address) == {
            "For you": ["Mine"],
            "New in your rooms": ["Theirs"],
        }
    assert "<bdi>Aroha</bdi> answered you in" in member_client.get("/").text

    mark_read(member=member)
    assert told(member_client) == {"New in your rooms": ["Mine", "Theirs"]}


def test_a_topic_that_is_new_says_how_its_last_message_begins(member_client):
    topic = TopicFactory(room=RoomFactory(), author=UserFactory(), text="The first words.")
    PostFactory(topic=topic, author=UserFactory(), text="The **last** words.")
    PostFactory(topic=topic, author=UserFactory(), text="Held words.", approved=False)

    page = member_client.get("/").text

    assert ">The last words.</p>" in page
    assert "The first words." not in page
    assert "Held words." not in page


def test_nothing_is_told_of_a_room_that_one_may_not_read(member_client, member):
    _recipient, reply = ABOUT["reply_to_me"]("Hidden")
    for person in (member, UserFactory()):
        row = Notification(recipient=person, kind="reply_to_me", about_id=reply.pk)
        row.save()
    TopicFactory(room=RoomFactory(), author=UserFactory(), subject="Open")

    assert told(member_client) == {"New in your rooms": ["Open"]}
    assert "Hidden topic" not in member_client.get("/").text


def test_where_nothing_is_new_the_latest_stand(member_client, member):
    topic = TopicFactory(room=RoomFactory(), author=UserFactory(), subject="Read already")
    assert "Latest in the discussions" not in member_client.get("/").text

    member_client.get(
        f"/forum/forum/{topic.forum.slug}-{topic.forum_id}/topic/{topic.slug}-{topic.pk}/"
    )

    assert told(member_client) == {}
    assert "Latest in the discussions" in member_client.get("/").text


def test_who_asks_to_join_is_named_only_where_the_look_is_noted(client):
    facilitator, row = request("Marked")
    notify([facilitator], kind="join_request", about=row)
    client.force_login(facilitator)

    assert Notification.objects.unread().filter(recipient=facilitator).count() == 1
    assert "Marked person" not in client.get("/").text
    assert "Marked person" not in client.get("/notifications/catch-up/").text
    assert "Marked person" in client.get("/notifications/").text


def test_what_one_would_like_to_come_to_stands_first_for_them_alone(client, member_client, member):
    soon = EventPageFactory(title="Soon")
    later = EventPageFactory(title="Later", starts_at=soon.starts_at.replace(year=2030))
    Interest.objects.create(event=later, member=member)
    Interest.objects.create(event=soon, member=coordinator())

    page = member_client.get("/").text
    assert page.index("Later") < page.index("Soon")
    assert page.count("You would like to come") == 1

    page = client.get("/").text
    assert page.index("Soon") < page.index("Later")
    assert "You would like to come" not in page
