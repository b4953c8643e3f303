"""A case: its headings, the promise, and its number."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from forum import services
from forum.cases.prompts import filled_in, headings, without_empty
from forum.outcomes.models import CaseCount, Standing
from forum.rooms.enums import Audience
from forum.topics.models import Topic
from forum.topics.services import put_topic
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.forum.addresses import room_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
WORDS = "## What happened\n\nSomebody gave me a kete.\n"
CASE = {"subject": "A kete", "content": WORDS, "promise": "on"}


@shared
def others(peers):
    """A second community with its room, whose numbers are its own."""
    return RoomFactory(
        name="Clinical",
        audience=Audience.COMMUNITIES,
        communities=[CommunityFactory(parent=peers.get_parent())],
    )


def case_url(room):
    return start_url(room) + "?kind=case"


def numbers(room):
    topics = Standing.objects.filter(topic__forum=room.forum, case_number__isnull=False)
    return list(topics.order_by("case_number").values_list("case_number", flat=True))


def test_a_case_is_begun_with_headings_and_gets_a_number(private_room, peer):
    client = client_of(peer)
    assert "?kind=case" in client.get(start_url(private_room)).content.decode()
    form = client.get(case_url(private_room)).content.decode()
    for heading in headings():
        assert f"## {heading}" in form
    assert "I am asking something" not in form

    client.post(case_url(private_room), CASE)
    topic = Topic.objects.get(subject="A kete")

    assert (topic.standing.is_case, topic.standing.case_number) == (True, 1)
    assert "What I am unsure of" not in topic.first_post.content.raw
    assert "Case 1" in client.get(topic_url(topic)).content.decode()
    assert "Case 1" in client.get(room_url(private_room)).content.decode()


def test_the_promise_is_asked_for_and_what_was_typed_stays(private_room, peer):
    said = {key: value for key, value in CASE.items() if key != "promise"}
    page = client_of(peer).post(case_url(private_room), said).content.decode()

    assert "tick this then" in page
    assert "Somebody gave me a kete." in page
    assert "<title>Error: Write a case" in page
    assert not Topic.objects.exists()
    assert not CaseCount.objects.exists()


def test_headings_alone_say_nothing(private_room, peer):
    empty = CASE | {"content": filled_in()}
    page = client_of(peer).post(case_url(private_room), empty).content.decode()

    assert "Please write something first." in page
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (filled_in(), ""),
        ("## What happened\nIt rained.", "## What happened\nIt rained."),
        ("## What happened\n\n## What I am unsure of\n\nAll.", "## What I am unsure of\n\nAll."),
        ("It rained.\n\n## What happened\n", "It rained."),
        ("## Mine\n\n## What happened\n\n", "## Mine"),
        ("What happened", "What happened"),
    ],
    ids=["none", "one", "second", "above", "own", "plain"],
)
def test_only_our_own_headings_go_and_only_where_nothing_stands_under_them(typed, kept):
    assert without_empty(typed) == kept


def test_each_community_counts_its_own(private_room, others):
    for room, number in ((private_room, 1), (private_room, 2), (others, 1), (private_room, 3)):
        standing = services.begin_case(topic=TopicFactory(room=room))
        assert standing.case_number == number

    assert (numbers(private_room), numbers(others)) == ([1, 2, 3], [1])


def test_a_case_said_twice_keeps_its_number(private_room):
    topic = TopicFactory(room=private_room)

    assert services.begin_case(topic=topic).case_number == 1
    assert services.begin_case(topic=topic).case_number == 1
    assert services.begin_case(topic=TopicFactory(room=private_room)).case_number == 2


def test_a_number_is_given_when_the_case_is_published(private_room, facilitator):
    waiting = TopicFactory(room=private_room, approved=False)
    declined = TopicFactory(room=private_room, approved=False)
    for topic in (waiting, declined):
        assert services.begin_case(topic=topic).case_number is None
    services.disapprove_post(post=declined.first_post, by=facilitator, reason="Too near")
    assert services.begin_case(topic=TopicFactory(room=private_room)).case_number == 1

    services.approve_post(post=waiting.first_post, by=facilitator)
    services.approve_post(post=waiting.first_post, by=facilitator)

    assert Standing.objects.get(topic=waiting).case_number == 2


def test_what_is_rolled_back_takes_no_number(private_room):
    with transaction.atomic():
        services.begin_case(topic=TopicFactory(room=private_room))
        transaction.set_rollback(True)

    assert services.begin_case(topic=TopicFactory(room=private_room)).case_number == 1


def test_a_number_is_never_given_again_and_goes_where_its_case_goes(private_room, others):
    first, second = TopicFactory(room=private_room), TopicFactory(room=private_room)
    for topic in (first, second):
        services.begin_case(topic=topic)
    put_topic(topic=first, forum=others.forum)
    second.delete()

    assert services.begin_case(topic=TopicFactory(room=private_room)).case_number == 3
    assert services.begin_case(topic=TopicFactory(room=others)).case_number == 1
    assert Standing.objects.get(topic=first).case_number == 1


def test_a_room_of_no_community_holds_no_cases(members_room, peer):
    client = client_of(peer)
    assert "?kind=case" not in client.get(start_url(members_room)).content.decode()
    client.post(case_url(members_room), CASE)

    assert not Standing.objects.filter(is_case=True).exists()
    assert Topic.objects.filter(subject="A kete").exists()


def test_a_case_stays_one_when_it_is_changed(private_room, peer):
    topic = TopicFactory(room=private_room, author=peer)
    services.begin_case(topic=topic)
    client, address = client_of(peer), topic_url(topic, None, "topic_update")
    assert "I am asking something" not in client.get(address).content.decode()

    client.post(address, {"subject": "Another", "content": "So.", "is_question": "on"})

    now = Standing.objects.get(topic=topic)
    assert (now.is_case, now.is_question, now.case_number) == (True, False, 1)


def test_words_that_were_sent_back_are_tried_again_as_a_case(private_room, peer, facilitator):
    topic = TopicFactory(room=private_room, author=peer, text="A kete.", approved=False)
    kept = services.disapprove_post(post=topic.first_post, by=facilitator, reason="Too near")
    client, again = client_of(peer), f"{start_url(private_room)}?again={kept.pk}"
    page = client.get(again).content.decode()
    led = re.search(rf'href="({re.escape(again)}&amp;kind=case)"', page)
    assert led

    form = client.get(led.group(1).replace("&amp;", "&")).content.decode()

    assert "A kete." in form
    assert "## What happened" not in form


@pytest.mark.parametrize(
    "wrong",
    [{"case_number": 1}, {"is_case": True, "is_question": True}],
    ids=["number", "question"],
)
def test_the_database_takes_no_half_of_a_case(wrong, private_room):
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(topic=TopicFactory(room=private_room), **wrong)


def test_the_database_takes_no_number_twice(private_room):
    standing = services.begin_case(topic=TopicFactory(room=private_room))
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(
            topic=TopicFactory(room=private_room),
            is_case=True,
            case_of=standing.case_of,
            case_number=1,
        )


def test_cases_are_no_questions_that_wait(private_room, peer):
    services.begin_case(topic=TopicFactory(room=private_room, subject="A kete"))

    assert "A kete" not in client_of(peer).get(reverse("questions")).content.decode()
