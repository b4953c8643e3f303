"""What is overdue is an alarm: for readiness, for the log, and on the editors' screen."""

import logging
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.mail.overdue import tell_the_log, try_again, waiting
from notifications.mail.tasks import watch_letters
from notifications.models.letters import Letter
from tests.factories.members import UserFactory
from work.schedule import jobs

pytestmark = pytest.mark.django_db
URL = "/admin/reports/background-work/"
SECRET = "zqsecret"


def letter(*, made: float = 0, due: float | None = 0, **fields) -> Letter:
    """Made and due so many minutes ago; ``due`` None is given up, below zero is to come."""
    now = timezone.now()
    return Letter.objects.create(
        member=UserFactory(email=f"{SECRET}{Letter.objects.count()}@example.org"),
        rhythm="at_once",
        made_at=now - timedelta(minutes=made),
        next_at=None if due is None else now - timedelta(minutes=due),
        **fields,
    )


def told(client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"made": 16, "due": 16}, "1 waiting for more than 15 minutes: is the worker running?"),
        ({"made": 900, "due": 16, "tries": 3}, "1 waiting for more than 15 minutes: is the worker"),
        ({"made": 14, "due": 14}, None),
        ({"made": 900, "due": -5, "tries": 4}, None),
        ({"made": 900, "due": None, "tries": 8}, None),
        ({"made": 900, "due": 900, "sent_at": timezone.now()}, None),
    ],
    ids=["nobody takes it", "nor again", "fresh", "put back", "given up", "sent"],
)
def test_letters_that_nobody_takes_make_the_site_not_ready(client, fields, problem):
    letter(**fields)

    response = client.get("/readyz")

    assert response.status_code == (503 if problem else 200)
    assert (response.json().get("letters") or "").startswith(problem or "")
    assert response.json()["ready"] is (problem is None)


def test_the_log_hears_of_them_once_and_of_nobodys_address(caplog):
    for _number in range(3):
        letter(made=90, due=90)
    letter(made=90, due=-10, tries=4)

    watch_letters.call()

    (line,) = caplog.records
    assert line.levelno == logging.ERROR
    assert "4 letters wait for more than an hour, 1 of them were tried; nobody takes 3." in (
        line.getMessage()
    )
    assert SECRET not in line.getMessage()


def test_the_log_hears_nothing_when_all_is_well(caplog):
    letter(made=5, due=-1, tries=1)
    letter(made=900, due=900, sent_at=timezone.now())

    assert tell_the_log() is False
    assert caplog.records == []


def test_the_log_hears_each_hour():
    every = {job.name: job.every for job in jobs()}

    assert every["notifications.mail.tasks.watch_letters"] == timedelta(hours=1)


def test_the_editors_screen_tells_it_in_numbers(coordinator_client):
    assert "Nothing waits." in told(coordinator_client)
    letter(made=90, due=90)
    letter(made=30, due=-10, tries=2)
    letter(made=900, due=None, tries=8)
    letter(made=900, due=None, came_back_at=timezone.now())

    page = told(coordinator_client)

    assert "2 wait to leave, the oldest was made" in page
    assert "1 did not leave at first and is tried again by itself" in page
    assert "1 is overdue: nothing sends it." in page
    assert "1 was given up in the last 30 days." in page
    assert SECRET not in coordinator_client.get(URL).content.decode()


def test_what_was_given_up_is_tried_again_by_a_button_and_nothing_else_is(coordinator_client):
    given_up = letter(made=900, due=None, tries=8, taken=50)
    came_back = letter(made=900, due=None, came_back_at=timezone.now())
    put_back = letter(due=-10, tries=2)

    answer = coordinator_client.post(URL, {"beside": "letters"}, follow=True)

    assert "1 is tried again now." in answer.content.decode()
    given_up.refresh_from_db()
    assert (given_up.tries, given_up.taken, given_up.next_at <= timezone.now()) == (0, 0, True)
    for other in (came_back, put_back):
        before = other.next_at
        other.refresh_from_db()
        assert other.next_at == before
    assert try_again() == 0


def test_others_do_not_try_it_again(member_client):
    letter(due=None, tries=8)

    member_client.post(URL, {"beside": "letters"})

    assert waiting().given_up == 1


def test_it_asks_once_for_any_number(django_assert_num_queries):
    for _number in range(5):
        letter(made=90, due=90)

    with django_assert_num_queries(1):
        assert waiting().untaken == 5
