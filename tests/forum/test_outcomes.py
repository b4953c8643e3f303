"""Whether a topic asks something, what became of it, and who says so."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum import services
from forum.outcomes.enums import Result
from forum.outcomes.models import Standing
from forum.posting.leaving import WITHDRAWN, withdraw_words
from forum.topics.models import Topic
from members.services import close_account
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import room_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
QUESTIONS = reverse("questions")
AGREED = {"result": "agreed", "summary": "Ask first, and say it out loud."}
DISAGREED = {
    "result": "disagreed",
    "summary": "Never, it was said.",
    "other_summary": "With a year between, others said.",
}


@shared
def topic(private_room, peer):
    return TopicFactory(room=private_room, author=peer, subject="A lift home")


@shared
def reply(topic):
    return PostFactory(topic=topic, text="Ask for a taxi card.")


@shared
def other(private_room):
    """Another topic, settled before: what is done to the first leaves it as it is."""
    other = TopicFactory(room=private_room, subject="A gift")
    services.settle(topic=other, by=other.poster, **AGREED)
    return other


def settle_url(topic, answer=None):
    asked = f"?answer={answer.pk}" if answer else ""
    return reverse("settle_topic", args=[topic.pk]) + asked


def reopen_url(topic):
    return reverse("reopen_topic", args=[topic.pk])


def standing(topic):
    return Standing.objects.get(topic=topic)


def shown(client, topic):
    return client.get(topic_url(topic)).content.decode()


# Asking something


def test_a_topic_is_begun_as_a_question_and_listed_until_it_is_answered(private_room, peer):
    client = client_of(peer)
    words = {"subject": "Who pays the bus?", "content": "I do, so far.", "is_question": "on"}
    client.post(start_url(private_room), words)
    topic = Topic.objects.get(subject="Who pays the bus?")

    assert standing(topic).is_question
    assert "Who pays the bus?" in client.get(QUESTIONS).content.decode()
    assert "Question" in client.get(room_url(private_room)).content.decode()

    services.settle(topic=topic, by=peer, result="answered")

    assert "Who pays the bus?" not in client.get(QUESTIONS).content.decode()
    assert "Answered" in client.get(room_url(private_room)).content.decode()


def test_talk_leaves_no_trace_of_a_standing(private_room, peer):
    client_of(peer).post(start_url(private_room), {"subject": "Tea", "content": "Or coffee."})

    assert not Standing.objects.exists()


def test_a_question_becomes_talk_and_the_other_way_round(topic, peer, other):
    client, form = client_of(peer), {"subject": "A lift home", "content": "So it was."}
    address = topic_url(topic, None, "topic_update")

    client.post(address, form | {"is_question": "on"})
    assert standing(topic).is_question
    client.post(address, form)
    assert not standing(topic).is_question
    assert not standing(other).is_question


def test_questions_of_closed_rooms_are_listed_for_nobody_else(topic, peer):
    services.set_question(topic=topic, asks=True)

    assert "A lift home" in client_of(peer).get(QUESTIONS).content.decode()
    assert "A lift home" not in client_of(UserFactory()).get(QUESTIONS).content.decode()
    assert Client().get(QUESTIONS).status_code == 302


def test_a_question_that_waits_for_a_facilitator_is_not_listed(private_room, peer):
    waiting = TopicFactory(room=private_room, author=peer, subject="Held", approved=False)
    services.set_question(topic=waiting, asks=True)

    assert "Held" not in client_of(peer).get(QUESTIONS).content.decode()


@pytest.mark.parametrize("number", [1, 20, 60])
def test_the_questions_ask_the_same_of_few_and_of_many(
    number, private_room, peer, django_assert_num_queries
):
    for n in range(number):
        topic = TopicFactory(room=private_room, subject=f"Why {n}?")
        services.set_question(topic=topic, asks=True)
    client = client_of(peer)
    client.get(QUESTIONS)

    with django_assert_num_queries(QUERIES):
        page = client.get(QUESTIONS).content.decode()

    assert page.count("row topic") == min(number, 50)
    assert ("the latest 50" in page) is (number > 50)


QUERIES = 6


# Saying what became of it


@pytest.mark.parametrize("who", ["peer", "facilitator", "coordinator"])
def test_who_began_it_and_who_looks_after_the_room_say_it(who, topic, other, request):
    client = client_of(request.getfixturevalue(who))

    client.post(settle_url(topic), AGREED)

    assert (standing(topic).result, standing(topic).summary) == ("agreed", AGREED["summary"])
    assert AGREED["summary"] in shown(client, topic)
    assert client.get(settle_url(other)).status_code == (404 if who == "peer" else 302)


def test_others_find_no_such_page(topic, peers):
    from communities.services import join

    member = UserFactory()
    join(community=peers, member=member)

    for client in (client_of(member), client_of(UserFactory())):
        for address in (settle_url(topic), reopen_url(topic)):
            assert client.get(address).status_code == 404
            assert client.post(address, AGREED).status_code == 404
    assert "Say what became of it" not in shown(client_of(member), topic)
    assert "This answered it" not in shown(client_of(member), topic)
    assert not Standing.objects.filter(topic=topic).exists()


def test_the_message_that_answered_is_marked_and_linked(topic, reply, peer):
    client = client_of(peer)
    assert settle_url(topic, reply) in shown(client, topic)

    client.post(settle_url(topic, reply), {"result": "answered"})
    page = shown(client, topic)

    assert standing(topic).answer == reply
    assert f"?post={reply.pk}#{reply.pk}" in page
    assert page.count("post__answer") == 1
    assert settle_url(topic, reply) not in page


def test_two_views_stand_side_by_side(topic, peer):
    client = client_of(peer)
    client.post(settle_url(topic), DISAGREED)
    page = shown(client, topic)

    assert DISAGREED["summary"] in page
    assert DISAGREED["other_summary"] in page
    assert "Agreed to disagree" in page


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, "Please choose one."),
        ({"result": "won"}, "Please choose from the list."),
        ({"result": "agreed"}, "Please write it down in a sentence or two."),
        ({"result": "disagreed", "summary": "One"}, "Please write down the other view too."),
        ({"result": "parked", "summary": "a" * 2001}, "Please shorten this to 2000 characters."),
    ],
)
def test_what_is_missing_is_said_beside_it_and_what_was_typed_stays(said, missing, topic, peer):
    page = client_of(peer).post(settle_url(topic), said).content.decode()

    assert missing in page
    assert "<title>Error: What became of it?" in page
    assert said.get("summary", "") in page
    assert not Standing.objects.filter(topic=topic).exists()


def test_what_is_typed_into_the_wrong_field_is_not_kept(topic, peer):
    client_of(peer).post(settle_url(topic), DISAGREED | {"result": "parked"})

    assert (standing(topic).summary, standing(topic).other_summary) == ("Never, it was said.", "")


def test_a_summary_is_as_harmless_as_a_message(topic, peer):
    hostile = AGREED | {"summary": "<script>alert(1)</script> [a](javascript:alert(1))"}
    client_of(peer).post(settle_url(topic), hostile)
    page = shown(client_of(peer), topic)

    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("wrong", ["first", "elsewhere", "waiting", "gone", "words"])
def test_only_a_reply_of_this_topic_answers_it(wrong, topic, reply, other, peer):
    answer = {
        "first": topic.first_post.pk,
        "elsewhere": PostFactory(topic=other).pk,
        "waiting": PostFactory(topic=topic, approved=False).pk,
        "gone": 10**9,
        "words": "a",
    }[wrong]
    client_of(peer).post(f"{settle_url(topic)}?answer={answer}", {"result": "answered"})

    assert standing(topic).answer is None
    with pytest.raises(ValidationError):
        services.settle(topic=other, by=peer, result="answered", answer=topic.first_post)


def test_a_message_that_is_deleted_answers_nothing_and_the_topic_stays_answered(topic, reply, peer):
    services.settle(topic=topic, by=peer, result="answered", answer=reply)
    reply.delete()

    assert (standing(topic).answer, standing(topic).result) == (None, "answered")
    assert "Read the message" not in shown(client_of(peer), topic)


def test_a_topic_goes_with_its_standing_and_leaves_the_others(topic, reply, peer, other):
    services.settle(topic=topic, by=peer, result="answered", answer=reply)
    topic.delete()

    assert list(Standing.objects.values_list("topic", flat=True)) == [other.pk]


def test_the_same_said_twice_is_said_once(topic, peer):
    first = services.settle(topic=topic, by=peer, **AGREED)
    again = services.settle(topic=topic, by=UserFactory(), **AGREED)

    assert (again.pk, again.settled_by) == (first.pk, peer)


def test_somebody_who_comes_too_late_is_told(topic, peer):
    client = client_of(peer)
    services.settle(topic=topic, by=UserFactory(), result="parked")

    answer = client.post(settle_url(topic), AGREED, follow=True)

    assert "Somebody has said meanwhile" in answer.content.decode()
    assert standing(topic).result == "parked"
    with pytest.raises(ValidationError, match="meanwhile"):
        services.settle(topic=topic, by=peer, **AGREED)


def test_it_is_taken_back_and_nothing_of_it_is_kept(topic, reply, peer, other):
    services.set_question(topic=topic, asks=True)
    services.settle(topic=topic, by=peer, **DISAGREED)
    client = client_of(peer)
    assert reopen_url(topic) in shown(client, topic)

    client.post(reopen_url(topic))
    client.post(reopen_url(topic))

    assert DISAGREED["summary"] not in shown(client, topic)
    now = standing(topic)
    assert (now.result, now.summary, now.other_summary, now.settled_by) == ("", "", "", None)
    assert now.is_question
    assert standing(other).summary == AGREED["summary"]


def test_a_topic_that_is_closed_to_replies_can_be_settled(topic, peer):
    services.lock_topic(topic=topic)
    client_of(peer).post(settle_url(topic), AGREED)

    assert standing(topic).result == "agreed"


def test_visitors_read_it_in_a_public_room_and_not_who_said_it(public_room):
    author = UserFactory(display_name="Ngaio Named")
    topic = TopicFactory(room=public_room, author=author)
    services.settle(topic=topic, by=author, **AGREED)
    page = shown(Client(), topic)

    assert AGREED["summary"] in page
    assert "Ngaio" not in page
    assert "Open it again" not in page


# Going


@pytest.mark.parametrize("withdraws", [True, False])
def test_whoever_leaves_may_take_their_summaries_back(withdraws, topic, other, peer):
    services.settle(topic=topic, by=peer, **DISAGREED)
    if withdraws:
        withdraw_words(member=peer)
    close_account(user=peer, by=peer)

    kept = (WITHDRAWN, WITHDRAWN) if withdraws else tuple(DISAGREED.values())[1:]
    assert (standing(topic).summary, standing(topic).other_summary) == kept
    assert standing(other).summary == AGREED["summary"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"result": "agreed"},
        {"settled_at": "2026-11-21T10:00Z"},
        {"result": "agreed", "settled_at": "2026-11-21T10:00Z", "other_summary": "Two"},
    ],
)
def test_the_database_takes_no_half_of_it(wrong, topic):
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(topic=topic, **wrong)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.booleans()),
        st.tuples(st.just("settle"), st.sampled_from(Result.values)),
        st.tuples(st.just("reopen"), st.none()),
    ),
    max_size=12,
)


@given(steps=STEPS)
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_said_in_whatever_order_the_last_that_held_stands(steps, topic, other):
    Standing.objects.filter(topic=topic).delete()
    asks, said = False, ""
    for act, what in steps:
        if act == "ask":
            services.set_question(topic=topic, asks=what)
            asks = what
        elif act == "reopen":
            services.reopen(topic=topic)
            said = ""
        elif said in ("", what):
            services.settle(topic=topic, by=topic.poster, result=what, summary="So")
            said = what
        else:
            with pytest.raises(ValidationError):
                services.settle(topic=topic, by=topic.poster, result=what, summary="So")
        now = Standing.objects.filter(topic=topic).first() or Standing()
        assert (now.is_question, now.result) == (asks, said)
    assert standing(other).summary == AGREED["summary"]
