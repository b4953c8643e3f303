"""Coordinators see what failed, in plain words and without anybody's, and decide."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.queues import in_the_database, work_off
from tests.work import test_chunks
from work import chunks
from work.models import LongJob

pytestmark = pytest.mark.django_db
URL = "/admin/reports/background-work/"
MAIL = {"task_path": "work.tasks.deliver_email", "exception_class_path": "smtplib.SMTPDataError"}
SECRET = "hemi@example.org"
QUERIES = 7  # session, person, their settings, rooms, what failed, letters, what takes long


def dead(number: int = 1, attempts: int = 8, **fields) -> None:
    for _each in range(number):
        DBTaskResult.objects.create(
            **{
                "status": "FAILED",
                "finished_at": timezone.now() - timedelta(minutes=5),
                "worker_ids": ["w"] * attempts,
                "queue_name": "mail",
                "backend_name": "default",
                "args_kwargs": {"args": [], "kwargs": {"to": [SECRET], "text": SECRET}},
                "run_after": timezone.now() + timedelta(hours=1),
                "traceback": f"SMTPDataError: {SECRET}",
            }
            | MAIL
            | fields
        )


def told(client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def statuses() -> list[str]:
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_what_failed_is_told_by_kind_and_without_anybodys_words(coordinator_client):
    dead(2)
    dead(
        task_path="forum.reading.tasks.forget_words", exception_class_path="x.OddError", attempts=1
    )

    page = told(coordinator_client)

    assert "Sending a mail The mail server did not take the mail 2 up to 8 times" in page
    assert "Forget words OddError 1 once" in page
    assert SECRET not in coordinator_client.get(URL).content.decode()


def test_nothing_failed_and_nothing_takes_long(coordinator_client):
    page = told(coordinator_client)

    assert "Nothing. Whatever was ordered is done, or will be." in page
    assert "Nothing is under way." in page


def test_tried_again_it_is_done_as_if_ordered_now(coordinator_client, settings, mailoutbox):
    mail = {"subject": "Kia ora", "text": "", "html": "", "sender": "a@example.org"}
    dead(2, args_kwargs={"args": [], "kwargs": mail | {"to": [SECRET], "headers": {}}})
    dead(exception_class_path="builtins.OSError")

    response = coordinator_client.post(URL, MAIL | {"again": "1"}, follow=True)

    assert "2 are tried again now." in response.content.decode()
    assert statuses() == ["FAILED", "READY", "READY"]
    with in_the_database(settings):
        assert work_off() == 2
    assert [message.to for message in mailoutbox] == [[SECRET], [SECRET]]


def test_before_anything_is_dropped_it_asks(coordinator_client):
    dead(2)
    dead(exception_class_path="builtins.OSError")

    asked = coordinator_client.post(URL, MAIL | {"drop": "1"})
    assert "Drop 2 pieces of work? (Sending a mail)" in asked.content.decode()
    assert DBTaskResult.objects.count() == 3

    coordinator_client.post(URL, MAIL | {"drop": "1", "sure": "1"})
    assert [row.exception_class_path for row in DBTaskResult.objects.all()] == ["builtins.OSError"]


@pytest.mark.parametrize("button", ["again", "drop"])
def test_only_what_failed_is_touched(coordinator_client, button):
    dead(status="RUNNING")

    coordinator_client.post(URL, MAIL | {button: "1", "sure": "1"})

    assert statuses() == ["RUNNING"]


def test_long_work_is_stopped_and_goes_on(coordinator_client, settings):
    with in_the_database(settings):
        test_chunks.seen.clear()
        job = chunks.start("test", key="digest of today")
        work_off(1)
        assert "test, digest of today under way 10" in told(coordinator_client)

        coordinator_client.post(URL, {"job": job.pk, "stop": "1"})
        assert work_off() == 1
        assert "test, digest of today stopped 10" in told(coordinator_client)

        coordinator_client.post(URL, {"job": job.pk, "resume": "1"})
        work_off()

    assert LongJob.objects.get().state == "done"
    assert "Nothing is under way." in told(coordinator_client)
    late = coordinator_client.post(URL, {"job": job.pk, "stop": "1"}, follow=True)
    assert "It has changed meanwhile." in late.content.decode()


@pytest.mark.parametrize("number", ["", "0", "x", "99999"])
def test_long_work_that_is_not_there(coordinator_client, number):
    assert coordinator_client.post(URL, {"job": number, "stop": "1"}).status_code == 404


def test_others_neither_see_it_nor_do_it(member_client):
    dead()

    assert member_client.get(URL).status_code in (302, 404)
    member_client.post(URL, MAIL | {"drop": "1", "sure": "1"})

    assert statuses() == ["FAILED"]


def test_it_costs_the_same_for_one_kind_and_for_many(coordinator_client, queries_of):
    dead()
    assert queries_of(coordinator_client, URL) == QUERIES
    for number in range(20):
        dead(3, exception_class_path=f"x.Error{number}")

    assert queries_of(coordinator_client, URL) == QUERIES


def test_it_is_offered_among_the_reports(coordinator_client):
    assert reverse("background_work") == URL
    assert "Mail and jobs" in coordinator_client.get("/admin/").content.decode()
