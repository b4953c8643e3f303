"""Polls: their choices stay with them, and everybody counts once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from machina.core.db.models import get_model

from forum import services
from forum.polls.closing import closing, is_over
from forum.polls.models import HasVoted, Tally
from forum.topics.models import Topic
from tests.factories.forum import TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import rows, start_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

TopicPollOption = get_model("forum_polls", "TopicPollOption")

pytestmark = pytest.mark.django_db
POLL = {"question": "Tea or coffee?", "options": ["Tea", "Coffee"]}


@shared
def poll(members_room):
    return TopicFactory(room=members_room, poll=POLL).poll


def counted(poll):
    sums = dict(Tally.objects.filter(option__poll=poll).values_list("option", "points"))
    return [sums.get(option.pk, 0) for option in poll.options.order_by("pk")]


def vote_url(poll):
    return reverse("forum_conversation:topic_poll_vote", args=[poll.pk])


def new_topic(**more):
    return {
        "subject": "Which?",
        "content": "Please say",
        "poll_question": "Which day?",
        "poll_max_options": "1",
        **rows("attachment"),
        **rows("poll", 3, **{"0-text": "Monday", "1-text": "Friday", "2-text": ""}),
        **more,
    }


def test_a_topic_begins_with_a_poll(members_room, member_client):
    member_client.post(start_url(members_room), new_topic())

    poll = Topic.objects.get(subject="Which?").poll
    assert [option.text for option in poll.options.order_by("pk")] == ["Monday", "Friday"]


@pytest.mark.parametrize(
    "mistake",
    [
        {"poll_question": "x" * 300},
        {"poll-0-text": ""},
        {"poll-0-text": "x" * 300},
        {"poll_max_options": "99"},
        {"poll_duration": "-1"},
        {"content": ""},
        {"subject": "x" * 300},
    ],
    ids=str,
)
def test_a_mistake_in_a_poll_keeps_what_was_typed(members_room, member_client, mistake):
    response = member_client.post(start_url(members_room), new_topic(**mistake))

    assert response.status_code == 200
    assert "Friday" in response.content.decode()
    assert not Topic.objects.exists()


def test_a_poll_without_a_question_is_not_asked_for(members_room, member_client):
    member_client.post(start_url(members_room), new_topic(poll_question=""))

    assert not hasattr(Topic.objects.get(subject="Which?"), "poll")


def test_a_preview_shows_the_poll_and_stores_nothing(members_room, member_client):
    response = member_client.post(start_url(members_room), new_topic(preview="1"))

    assert "Friday" in response.content.decode()
    assert not Topic.objects.exists()


def test_another_topics_choices_cannot_be_taken(poll, members_room, member, member_client):
    own = services.start_topic(
        room=members_room, author=member, subject="Mine", text="x", poll=POLL
    )
    theirs = poll.options.first()
    stolen = rows("poll", 2, 2, **{"0-id": theirs.pk, "0-text": "Mine now", "1-text": "Other"})

    for url in (start_url(members_room), topic_url(own, None, "topic_update")):
        member_client.post(url, new_topic(**stolen))

    theirs.refresh_from_db()
    assert (theirs.poll, theirs.text) == (poll, "Tea")


def test_a_poll_can_be_changed_with_its_topic(members_room, member, member_client):
    topic = services.start_topic(
        room=members_room, author=member, subject="Mine", text="x", poll=POLL
    )
    tea, coffee = topic.poll.options.order_by("pk")
    choices = rows(
        "poll",
        3,
        2,
        **{
            "0-id": tea.pk,
            "0-text": "Green tea",
            "1-id": coffee.pk,
            "1-text": "Coffee",
            "2-text": "Water",
        },
    )

    member_client.post(topic_url(topic, None, "topic_update"), new_topic(**choices))

    topic.refresh_from_db()
    assert topic.poll.question == "Which day?"
    assert [option.text for option in topic.poll.options.order_by("pk")] == [
        "Green tea",
        "Coffee",
        "Water",
    ]


def test_a_member_votes_once(poll, member, member_client):
    tea, coffee = poll.options.order_by("pk")

    member_client.post(vote_url(poll), {"options": tea.pk})
    member_client.post(vote_url(poll), {"options": coffee.pk})

    assert counted(poll) == [1, 0]


def test_the_database_lets_nobody_vote_twice(poll, member):
    tea, coffee = poll.options.order_by("pk")
    assert services.vote(poll=poll, member=member, options=[tea])
    assert not services.vote(poll=poll, member=member, options=[coffee])

    with pytest.raises(IntegrityError), transaction.atomic():
        HasVoted.objects.create(poll=poll, member=member)


@pytest.mark.parametrize("options", [{}, {"options": "0"}, {"options": "abc"}], ids=str)
def test_a_vote_for_nothing_is_asked_for_again(poll, member_client, options):
    answer = member_client.post(vote_url(poll), options)

    assert answer.status_code == 200
    assert "Tea or coffee?" in answer.content.decode()
    assert not HasVoted.objects.exists()


def test_a_vote_for_another_polls_choice_is_not_counted(poll, members_room, member_client):
    other = TopicFactory(room=members_room, poll=POLL).poll.options.first()

    member_client.post(vote_url(poll), {"options": other.pk})

    assert not HasVoted.objects.exists()


def test_who_may_not_read_may_not_vote(private_room, public_room, member_client):
    private = TopicFactory(room=private_room, poll=POLL).poll
    public = TopicFactory(room=public_room, poll=POLL).poll

    def answer(client, poll):
        return client.post(vote_url(poll), {"options": poll.options.first().pk}).status_code

    assert answer(member_client, private) == 404
    assert answer(Client(), private) == 404
    assert answer(Client(), public) == 302
    assert not HasVoted.objects.exists()


def test_a_waiting_or_closed_topic_takes_no_votes(members_room, member_client, peer):
    waiting = TopicFactory(room=members_room, poll=POLL, approved=False).poll
    closed = TopicFactory(room=members_room, poll=POLL)
    services.lock_topic(topic=closed)

    def answer(poll):
        return member_client.post(vote_url(poll), {"options": poll.options.first().pk}).status_code

    assert (answer(waiting), answer(closed.poll)) == (404, 403)
    assert not HasVoted.objects.exists()


def test_results_are_drawn_for_readers(poll):
    services.vote(poll=poll, member=UserFactory(), options=[poll.options.first()])
    page = client_of(UserFactory()).get(topic_url(poll.topic))

    assert page.status_code == 200
    assert "Tea or coffee?" in page.content.decode()


@pytest.mark.parametrize(
    ("begun", "now", "days", "words"),
    [
        ((2026, 11, 20, 12, 0), (2026, 11, 20, 13, 0), 1, "Closes tomorrow"),
        ((2026, 11, 20, 12, 0), (2026, 11, 20, 23, 59), 1, "Closes tomorrow"),
        ((2026, 11, 20, 12, 0), (2026, 11, 21, 0, 0), 1, "Closes today"),
        ((2026, 11, 20, 12, 0), (2026, 11, 21, 12, 0), 1, "Closes today"),
        ((2026, 11, 20, 12, 0), (2026, 11, 21, 12, 1), 1, "Closed on Saturday 21 November 2026"),
        ((2026, 11, 20, 23, 0), (2026, 11, 21, 1, 0), 3, "Closes in 2 days"),
        # Over the night in which clocks go forward, and back.
        ((2026, 9, 26, 12, 0), (2026, 9, 27, 11, 59), 1, "Closes today"),
        ((2026, 9, 26, 12, 0), (2026, 9, 27, 12, 1), 1, "Closed on Sunday 27 September 2026"),
        ((2026, 4, 4, 12, 0), (2026, 4, 5, 11, 59), 1, "Closes today"),
        ((2026, 4, 4, 12, 0), (2026, 4, 5, 12, 1), 1, "Closed on Sunday 5 April 2026"),
    ],
)
def test_the_days_of_a_poll_are_calendar_days(monkeypatch, poll, begun, now, days, words):
    zone = ZoneInfo("Pacific/Auckland")
    poll.created, poll.duration = datetime(*begun, tzinfo=zone), days
    monkeypatch.setattr(timezone, "now", lambda: datetime(*now, tzinfo=zone).astimezone(UTC))

    assert closing(poll) == words
    assert is_over(poll) == words.startswith("Closed")


def test_a_poll_without_days_stays_open(poll):
    assert (closing(poll), is_over(poll)) == ("", False)


def test_a_poll_that_is_over_takes_no_vote_and_one_that_runs_does(poll, member_client):
    option = poll.options.first()
    type(poll).objects.update(duration=1, created=timezone.now() - timedelta(days=2))
    member_client.post(vote_url(poll), {"options": option.pk})
    assert not HasVoted.objects.exists()

    type(poll).objects.update(created=timezone.now())
    member_client.post(vote_url(poll), {"options": option.pk})
    assert HasVoted.objects.count() == 1
