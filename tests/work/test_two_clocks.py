"""Two hosts whose clocks differ: what decides about work goes by the database's time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from members import leaving
from members.departures import Departure
from notifications.enums import Reach
from notifications.mail.gathering import begin_digests, make_letters_at_once, pull_back
from notifications.mail.tasks import post_what_is_due
from notifications.models import Choice, Notification, Preferences
from notifications.models.letters import Letter
from notifications.services import notify
from tests.factories.members import UserFactory
from tests.notifications.conftest import alarm, kind, words  # noqa: F401 -- fixtures
from work import failed, outcomes
from work.models import LongJob
from work.moment import database_now, databases_clock
from work.reaper import put_back_of
from work.redis_queue import RedisBackend

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind", "alarm", "words")]
APART = pytest.mark.skipif(
    "__import__('django').db.connection.vendor == 'sqlite'",
    reason="SQLite's time is this machine's, and there is no other machine.",
)
HOURS = [timedelta(minutes=1), timedelta(hours=1), timedelta(hours=25), timedelta(days=400)]


@pytest.fixture
def apart(monkeypatch) -> Callable:
    """This host's clock for a while, so far ahead of the database's."""
    real = timezone.now

    @contextmanager
    def by(ahead: timedelta) -> Iterator[None]:
        with monkeypatch.context() as clock:
            clock.setattr("django.utils.timezone.now", lambda: real() + ahead)
            yield

    return by


def reader(reach: str = Reach.AT_ONCE, **preferences):
    """Somebody who is told so of who waved, at any hour unless it is said."""
    person = UserFactory()
    Choice.objects.create(member=person, kind="waved", reach=reach)
    never = datetime(2026, 1, 1, 3).time()
    hours = {"quiet_from": never, "quiet_until": never} | preferences
    Preferences.objects.create(member=person, **hours)
    return person


def wave(*people) -> None:
    notify(people, kind="waved", about=UserFactory(), actor=UserFactory())


def put_ahead(by: timedelta) -> None:
    """As hosts wrote it that went by their own clocks."""
    for told in Notification.objects.all():
        told.created_at += by
        told.mail_due_at += by
        told.save()


@APART
@pytest.mark.parametrize("ahead", [*HOURS, timedelta(hours=-3)], ids=str)
def test_when_somebody_was_told_is_said_by_the_database(apart, ahead):
    with apart(ahead):
        wave(reader())

    told = Notification.objects.get()
    assert abs(told.created_at - timezone.now()) < timedelta(seconds=20)
    assert told.mail_due_at == told.created_at
    assert make_letters_at_once(database_now()) == 1


@pytest.mark.parametrize("ahead", HOURS, ids=str)
@pytest.mark.parametrize("name", ["waved", "alarm"])
def test_a_notice_from_the_future_is_mailed_with_the_next(
    ahead, name, django_capture_on_commit_callbacks
):
    person = reader()
    notify([person], kind=name, about=person)
    put_ahead(ahead)

    with django_capture_on_commit_callbacks(execute=True):
        post_what_is_due.call()

    assert [message.to for message in mail.outbox] == [[person.email]]
    assert Notification.objects.get().created_at <= database_now()


@pytest.mark.parametrize("reach", [Reach.DAILY, Reach.WEEKLY])
def test_one_for_a_digest_comes_with_the_digest_that_it_belongs_to(reach):
    ahead, just_now = reader(reach), reader(reach)
    wave(ahead)
    put_ahead(timedelta(days=30))
    wave(just_now)

    post_what_is_due.call()

    late, other = Notification.objects.order_by("pk")
    assert late.mail_due_at == other.mail_due_at
    assert (Letter.objects.count(), mail.outbox) == (0, [])


def test_one_that_falls_into_quiet_hours_waits_for_their_end():
    here = timezone.localtime()
    quiet = {
        "quiet_from": (here - timedelta(hours=2)).time(),
        "quiet_until": (here + timedelta(hours=2)).time(),
    }
    wave(reader(**quiet))
    put_ahead(timedelta(hours=25))

    post_what_is_due.call()

    due = Notification.objects.get().mail_due_at
    assert timedelta(hours=1) < due - database_now() < timedelta(hours=3)
    assert mail.outbox == []


def test_what_is_told_this_moment_is_not_from_the_future():
    wave(reader(Reach.DAILY))
    before = Notification.objects.values().get()

    assert pull_back(database_now() - timedelta(seconds=5)) == 0
    assert Notification.objects.values().get() == before


def test_neither_what_was_mailed_nor_what_never_is_moves():
    wave(reader(), reader())
    put_ahead(timedelta(hours=5))
    mailed, on_the_site = Notification.objects.order_by("pk")
    Notification.objects.filter(pk=mailed.pk).update(mailed_at=database_now())
    Notification.objects.filter(pk=on_the_site.pk).update(mail_due_at=None)
    before = list(Notification.objects.order_by("pk").values())

    assert pull_back(database_now()) == 0
    assert list(Notification.objects.order_by("pk").values()) == before


def test_many_are_pulled_back_in_pieces(monkeypatch):
    monkeypatch.setattr("notifications.mail.gathering.CHUNK", 2)
    wave(*[reader() for _each in range(5)])
    put_ahead(timedelta(hours=5))

    assert pull_back(database_now()) == 5
    assert make_letters_at_once(database_now()) == 5


def work(**fields) -> DBTaskResult:
    return DBTaskResult.objects.create(
        **{
            "status": "RUNNING",
            "task_path": "work.tasks.deliver_email",
            "queue_name": "mail",
            "backend_name": "default",
            "args_kwargs": {"args": [], "kwargs": {}},
            "started_at": timezone.now(),
            "worker_ids": ["gone"],
        }
        | fields
    )


def test_the_databases_clock_stands_in_a_question_as_it_is_asked():
    row = work()
    found = DBTaskResult.objects.annotate(now=databases_clock()).get(pk=row.pk)

    assert abs(found.now - database_now()) < timedelta(seconds=20)


@APART
def test_work_put_back_by_a_host_ahead_waits_for_its_pause_and_no_longer(apart):
    row = work()
    with apart(timedelta(hours=3)):
        outcomes.failed(row, ConnectionError())

    row.refresh_from_db()
    assert row.status == "READY"
    assert row.run_after - database_now() < timedelta(minutes=1)


@APART
def test_work_of_a_dead_worker_is_put_back_at_once_by_a_host_ahead(apart):
    work()
    with apart(timedelta(hours=3)):
        assert put_back_of("gone") == 1

    assert DBTaskResult.objects.ready().count() == 1


@APART
def test_what_a_coordinator_tries_again_on_a_host_ahead_is_tried(apart):
    work(status="FAILED")
    with apart(timedelta(hours=3)):
        assert failed.try_again(DBTaskResult.objects.failed()) == 1

    assert DBTaskResult.objects.ready().count() == 1


@APART
@pytest.mark.parametrize(
    ("due", "is_ready"), [(timedelta(seconds=-5), True), (timedelta(hours=1), False)]
)
@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(hours=-3)], ids=str)
def test_a_worker_takes_what_is_due_whatever_its_hosts_clock_says(apart, due, is_ready, ahead):
    work(status="READY", run_after=database_now() + due)
    with apart(ahead):
        assert DBTaskResult.objects.ready().exists() is is_ready


@pytest.mark.parametrize(
    ("enqueued", "called"), [(-60, 1), (-5, 0), (3600, 1)], ids=["unheard", "just now", "ahead"]
)
def test_work_ordered_by_a_host_ahead_is_called_for_again(monkeypatch, enqueued, called):
    monkeypatch.setattr(RedisBackend, "call_for", lambda backend, rows: None)
    row = work(status="READY")
    DBTaskResult.objects.filter(pk=row.pk).update(
        enqueued_at=database_now() + timedelta(seconds=enqueued)
    )
    backend = RedisBackend("default", {"QUEUES": ["mail"], "OPTIONS": {"url": "redis://nowhere"}})

    assert backend.call_again() == called


@pytest.mark.parametrize(("hours", "begins"), [(1, False), (30 * 24, True)])
def test_a_digest_moved_by_a_clock_far_ahead_holds_up_no_other(hours, begins):
    wave(reader(Reach.DAILY))
    Notification.objects.update(mail_due_at=database_now())
    LongJob.objects.create(name="digests", key="before")
    LongJob.objects.update(moved_at=database_now() + timedelta(hours=hours))

    assert begin_digests(database_now()) is begins


@APART
def test_an_account_is_closed_when_its_two_weeks_are_over_by_the_databases_time(apart):
    with apart(timedelta(days=-20)):
        asked = leaving.ask_to_leave(user=UserFactory())
    with apart(timedelta(days=20)):
        assert leaving.close_due_accounts() == 0
        assert Departure.objects.open().get() == asked


@pytest.mark.parametrize("ahead", [3600, -3600, 31, 20, 0])
def test_a_host_whose_clock_is_wrong_is_not_ready(client, apart, ahead):
    with apart(timedelta(seconds=ahead)):
        told = client.get("/readyz").json().get("clock", "")

    if connection.vendor == "sqlite" or abs(ahead) < 30:
        assert told == ""
    else:
        assert told == f"{ahead:+d} seconds from the database's: is it kept in time (NTP)?"
