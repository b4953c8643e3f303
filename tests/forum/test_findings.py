"""Single findings of the engine's review that are nobody else's business (docs/security.md)."""

import ast
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from forum import services
from forum.rooms.models import Forum
from forum.topics.models import Topic
from tests.factories.forum import TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import rows, start_url, topic_url
from tests.forum.conftest import client_of
from tests.queries import Queries
from tests.shared import shared

ROOT = Path(__file__).parents[2]


@shared
def topic(members_room):
    return TopicFactory(room=members_room)


def test_machinas_form_for_a_profile_takes_no_picture(member_client):
    for ask in (member_client.get, member_client.post):
        assert ask(reverse("forum_member:profile_update")).url == reverse("people:me")


def test_following_a_link_room_writes_nothing(public_room, client, django_assert_num_queries):
    Forum.objects.filter(pk=public_room.forum_id).update(
        type=Forum.FORUM_LINK, link="https://example.org/", link_redirects=True
    )
    url = reverse("forum:forum", args=[public_room.forum.slug, public_room.forum_id])

    with Queries(connection) as asked:
        assert client.get(url).url == "https://example.org/"

    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []


def test_a_question_that_is_too_long_is_sent_back(members_room, member_client):
    choices = rows("poll", 2, **{"0-text": "Yes", "1-text": "No"})
    data = {"subject": "a", "content": "b", "poll_question": "?" * 256} | choices

    answer = member_client.post(start_url(members_room), data | rows("attachment"))

    assert answer.status_code == 200
    assert answer.context["post_form"].has_error("poll_question", "max_length")
    assert not Topic.objects.exists()


def test_a_topic_without_posts_is_no_error(topic, coordinator_client):
    Topic.objects.filter(pk=topic.pk).update(first_post=None, last_post=None)
    topic.posts.all().delete()

    for url, status in (
        (topic_url(topic, None, "topic_update"), 404),
        (reverse("forum:forum", args=[topic.forum.slug, topic.forum_id]), 200),
        (reverse("forum:index"), 200),
    ):
        assert coordinator_client.get(url).status_code == status, url


def test_nothing_is_checked_by_assert():
    """Which ``python -O`` leaves out. Of machina's classes those that assert are replaced."""
    asserting = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "forum").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assert)
    ]

    assert asserting == []


def test_one_subscriber_is_asked_for_and_not_all(topic):
    first, second = UserFactory.create_batch(2)
    topic.subscribers.add(first)

    with Queries(connection) as asked:
        assert (topic.has_subscriber(first), topic.has_subscriber(second)) == (True, False)

    assert [query["sql"].rpartition("LIMIT ")[2] for query in asked] == ["1", "1"]


@pytest.mark.parametrize(("choices", "voters"), [(2, 1), (10, 12)])
def test_results_cost_the_same_with_more_choices_and_votes(
    members_room, member, queries_of, choices, voters
):
    topic = TopicFactory(
        room=members_room,
        poll={"question": "Which?", "options": [f"Choice {n}" for n in range(choices)]},
    )
    options = list(topic.poll.options.all())
    for number, voter in enumerate([member, *UserFactory.create_batch(voters)]):
        services.vote(poll=topic.poll, member=voter, options=[options[number % choices]])

    assert queries_of(client_of(member), f"{topic_url(topic)}?view_results=1") == RESULTS


RESULTS = 17


def test_no_template_asks_the_engines_slow_tag():
    asking = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "get_permission" in path.read_text()
    ]

    assert asking == []


@pytest.mark.django_db
def test_the_indexes_stand_in_the_database():
    with connection.cursor() as cursor:
        found = {
            name: (constraint["columns"], constraint["unique"])
            for table in connection.introspection.table_names(cursor)
            for name, constraint in connection.introspection.get_constraints(cursor, table).items()
            if name.startswith("cop_forum_") and constraint["index"]
        }

    assert found["cop_forum_post_order"] == (["topic_id", "created", "id"], False)
    assert found["cop_forum_post_author"] == (["poster_id", "created"], False)
    assert found["cop_forum_topic_list"] == (["forum_id", "type", "last_post_on"], False)
    assert found["cop_forum_topic_latest"] == (["forum_id", "last_post_on"], False)
    assert found["cop_forum_one_vote"] == (["poll_option_id", "voter_id"], True)
