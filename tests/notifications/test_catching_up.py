"""What happened since somebody was last here: what they may read, most answered first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.days import site_today
from notifications.catching_up import MOST
from tests.factories.events import EventPageFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.notices import post
from tests.factories.opportunities import OpportunityPageFactory

pytestmark = pytest.mark.django_db
PAGE = "/notifications/catch-up/"


def busy(room, author, replies: int, subject: str, **when):
    topic = TopicFactory(room=room, author=author, subject=subject, **when)
    for _reply in range(replies):
        PostFactory(topic=topic, author=author, **when)
    return topic


def lines(page) -> list[str]:
    return [line.title for section in page.context["news"].sections for line in section.lines]


def test_the_most_answered_comes_first_and_the_hidden_not_at_all(member_client):
    room, author = RoomFactory(), UserFactory()
    busy(room, author, 1, "A little")
    busy(room, author, 3, "A lot")
    busy(room, author, 5, "Long ago", at=timezone.now() - timedelta(days=20))
    post("Hidden")
    EventPageFactory(title="Hui", first_published_at=timezone.now())
    OpportunityPageFactory(title="Certificate", opens_on=site_today())

    page = member_client.get(PAGE)

    assert lines(page) == ["A lot", "A little", "Hui", "Certificate"]
    assert "4 new messages" in page.text
    assert lines(member_client.get(f"{PAGE}?since=month"))[0] == "Long ago"


def test_what_was_read_is_not_told(member_client):
    topic = busy(RoomFactory(), UserFactory(), 1, "Read already")
    member_client.get(f"/forum/topic/{topic.pk}/", follow=True)
    member_client.get(
        f"/forum/forum/{topic.forum.slug}-{topic.forum_id}/topic/{topic.slug}-{topic.pk}/"
    )

    assert lines(member_client.get(PAGE)) == []


def test_next_time_begins_where_one_caught_up(member_client):
    room, author = RoomFactory(), UserFactory()
    busy(room, author, 1, "Before")
    assert member_client.get(f"{PAGE}done/").status_code == 405
    member_client.post(f"{PAGE}done/")
    busy(room, author, 0, "After")

    assert lines(member_client.get(PAGE)) == ["After"]
    assert set(lines(member_client.get(f"{PAGE}?since=week"))) == {"Before", "After"}
    assert lines(member_client.get(f"{PAGE}?since=ever")) == ["After"]


@pytest.mark.parametrize("number", [1, 20])
def test_it_is_one_screen_in_as_many_queries_however_much_happened(
    member_client, queries_of, number
):
    room, author = RoomFactory(), UserFactory()
    for topic in range(number):
        busy(room, author, 1, f"Topic {topic}")

    # Session, reader, hours; rules, rooms, topics; events; opportunities, and who may see them.
    assert queries_of(member_client, PAGE) == 8
    assert len(lines(member_client.get(PAGE))) <= MOST
