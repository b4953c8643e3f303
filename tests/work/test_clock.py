import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from notifications.models.letters import Letter
from work import clock, leases, schedule
from work.models import ScheduledJob, WorkerLease
from work.moment import database_now

ran: list[str] = []
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@task()
def hourly_work() -> None:
    ran.append("hourly")


@pytest.fixture
def tick(django_capture_on_commit_callbacks):
    """Let a clock look, and what it orders be done."""

    def look(now):
        with django_capture_on_commit_callbacks(execute=True):
            return clock.tick(now)

    return look


@pytest.fixture(autouse=True)
def _only_this_job(monkeypatch):
    ran.clear()
    job = schedule.Job("hourly", hourly_work, timedelta(hours=1))
    monkeypatch.setattr(schedule, "jobs", lambda: [job])


@pytest.mark.django_db
def test_a_job_runs_at_once_and_then_when_its_time_has_passed(tick):
    tick(NOON)
    tick(NOON + timedelta(minutes=59))
    tick(NOON + timedelta(minutes=61))

    assert ran == ["hourly", "hourly"]


@pytest.mark.django_db
def test_a_clock_that_slept_enqueues_one_turn(tick):
    tick(NOON)
    tick(NOON + timedelta(days=3))

    assert ran == ["hourly", "hourly"]


@pytest.mark.django_db
def test_a_clock_that_ran_a_day_ahead_stops_nothing(tick):
    tick(NOON + timedelta(days=1))
    tick(NOON)
    tick(NOON + timedelta(minutes=30))
    tick(NOON + timedelta(minutes=61))

    assert ran == ["hourly"] * 3


@pytest.mark.django_db
def test_what_is_due_within_its_period_is_waited_for(tick):
    tick(NOON + timedelta(minutes=50))
    tick(NOON)

    assert ran == ["hourly", "hourly"], "110 minutes ahead is further than an hour"
    assert ScheduledJob.objects.get().due_at == NOON + timedelta(hours=1)
    tick(NOON + timedelta(minutes=5))
    assert len(ran) == 2


@pytest.mark.django_db
def test_the_time_is_the_databases_and_not_this_hosts(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON - timedelta(days=400))
    if connection.vendor == "postgresql":
        assert database_now() > NOON - timedelta(days=300)
    assert database_now().tzinfo is UTC


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ahead", "pulled"),
    [(timedelta(hours=25), True), (timedelta(hours=4), False), (None, False)],
    ids=["a day ahead", "a pause", "at any time"],
)
def test_work_that_a_clock_ahead_put_off_is_due(tick, ahead, pulled):
    row = DBTaskResult.objects.create(
        status="READY", task_path="x", queue_name="mail", backend_name="default",
        args_kwargs={"args": [], "kwargs": {}}, exception_class_path="", traceback="",
        run_after=NOON + ahead if ahead else get_date_max(),
    )  # fmt: skip

    tick(NOON)

    before, row.run_after = row.run_after, DBTaskResult.objects.get().run_after
    assert row.run_after == (NOON if pulled else before)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "expired"), [(-61, True), (-50, False), (50, False), (86_400, True)]
)
def test_a_lease_from_a_clock_that_ran_ahead_is_over(seconds, expired):
    WorkerLease.objects.create(worker="w", seen_at=database_now() + timedelta(seconds=seconds))

    assert leases.expired().exists() is expired


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ahead", "due"),
    [
        (timedelta(0), True),
        (timedelta(minutes=5), False),
        (timedelta(hours=12), False),
        (timedelta(hours=25), True),
    ],
    ids=str,
)
def test_a_letter_that_a_clock_ahead_put_off_is_due(ahead, due, member):
    Letter.objects.create(member=member, rhythm="now", made_at=NOON, next_at=NOON + ahead)

    assert Letter.objects.due(NOON).exists() is due


@pytest.mark.django_db
def test_turns_do_not_drift_when_clocks_look_late(tick):
    tick(NOON)
    tick(NOON + timedelta(minutes=80))
    tick(NOON + timedelta(minutes=121))

    assert ran == ["hourly"] * 3


@pytest.mark.django_db(transaction=True)
def test_of_many_clocks_at_once_one_takes_each_turn():
    together = threading.Barrier(6)

    def keep_time() -> int:
        taken = 0
        for hour in range(8):
            together.wait(20)
            taken += len(clock.tick(NOON + timedelta(hours=hour, seconds=1)))
        connection.close()
        return taken

    with ThreadPoolExecutor(6) as clocks:
        taken = [turn.result() for turn in [clocks.submit(keep_time) for _clock in range(6)]]

    assert (sum(taken), ran) == (8, ["hourly"] * 8)


@pytest.mark.django_db
def test_a_second_clock_that_read_the_same_row_comes_too_late(tick, monkeypatch):
    tick(NOON)
    later = NOON + timedelta(hours=2)
    read_before = dict(ScheduledJob.objects.values_list("name", "due_at"))
    tick(later)
    monkeypatch.setattr(
        "work.clock.ScheduledJob.objects.values_list", lambda *names: read_before.items()
    )

    assert tick(later) == []
    assert ran == ["hourly", "hourly"]
