"""What stands beside a topic: who takes part, as far as the reader is told, and the files."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from forum.rooms.enums import Audience as RoomAudience
from forum.topics.models import Post
from people.enums import Audience
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.forum.addresses import file_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def topic(db):
    """In a public room, by Aroha; Ben answers twice, another waits."""
    room = RoomFactory(audience=RoomAudience.PUBLIC)
    aroha = UserFactory(display_name="Aroha")
    topic = TopicFactory(room=room, author=aroha, attachments=[pdf("card.pdf")])
    ben = PersonFactory(
        display_name="Ben", profile={"role": "peer", "role_audience": Audience.ONLY_ME}
    )
    PostFactory.create_batch(2, topic=topic, author=ben)
    PostFactory(
        topic=topic,
        author=UserFactory(display_name="Waits"),
        attachments=[pdf("waits.pdf")],
        approved=False,
    )
    return topic


def beside(client, url):
    """The people and the files named beside the posts, and how many more there are."""
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return {
        part.h2.get_text(): [
            " ".join(line.get_text(" ").split()) for line in part.select("li > span:last-child, p")
        ]
        for part in page.select(".topic-beside section")
    }


def test_a_member_sees_who_takes_part_once_each_and_the_files(topic, member_client):
    assert beside(member_client, topic_url(topic)) == {
        "Who takes part": ["Aroha", "Ben"],
        "Files": ["card.pdf PDF"],
    }


def test_names_lead_to_people_and_files_through_the_checked_view(topic, member_client):
    page = BeautifulSoup(member_client.get(topic_url(topic)).content, "html.parser")
    people = [post.poster for post in topic.posts.order_by("pk")[:2]]
    (attached,) = topic.first_post.attachments.all()

    assert [link["href"] for link in page.select(".topic-beside a")] == [
        *(reverse("forum_member:profile", args=[person.public_id]) for person in people),
        file_url(attached),
    ]


def test_a_visitor_sees_nobodys_name_beside_a_topic_and_not_how_many(topic, client):
    html = client.get(topic_url(topic)).text

    assert "Who takes part" not in beside(client, topic_url(topic))
    assert "who takes part" not in html.lower()
    assert not [name for name in ("Aroha", "Ben", "Waits", "waits.pdf") if name in html]


def test_a_role_stands_there_for_whom_it_is_shown_to(topic, member_client):
    ben = topic.posts.get(poster__display_name="Ben", pk=topic.last_post_id).poster

    assert "Ben" in beside(member_client, topic_url(topic))["Who takes part"]
    ben.profile.role_audience = Audience.MEMBERS
    ben.profile.save()
    assert "Ben , Peer support worker" in beside(member_client, topic_url(topic))["Who takes part"]


def test_who_is_no_longer_here_takes_no_part(topic, member_client):
    Post.objects.filter(poster__display_name="Ben").update(poster=None, username="Ben")

    people = beside(member_client, topic_url(topic))["Who takes part"]
    assert people == ["Aroha"]


@pytest.mark.parametrize(
    ("others", "more"), [(4, []), (5, ["and one more"]), (7, ["and 3 more"])], ids=str
)
def test_a_handful_is_named(topic, member_client, others, more):
    named = [PostFactory(topic=topic).poster.display_name for _ in range(others - 1)]

    people = beside(member_client, topic_url(topic))["Who takes part"]
    assert people == ["Aroha", "Ben", *named[:3], *more]


def test_of_a_long_topic_it_tells_what_is_on_the_page(topic, member_client):
    author = UserFactory(display_name="Moana")
    PostFactory.create_batch(20, topic=topic, author=author)

    assert beside(member_client, f"{topic_url(topic)}?page=2") == {
        "Who takes part on this page": ["Moana"]
    }


def test_it_costs_no_query(topic, member, queries_of):
    client, url = client_of(member), topic_url(topic)
    queries_of(client, url)
    before = queries_of(client, url)
    for _ in range(7):
        PostFactory(topic=topic, attachments=[pdf()])
    queries_of(client, url)

    assert queries_of(client, url) == before
