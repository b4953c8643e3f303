import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django_tasks import task

from cop_site.clock import tick
from cop_site.models import ScheduledJob
from core import schedule

ran: list[str] = []
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@task()
def hourly_work() -> None:
    ran.append("hourly")


@pytest.fixture(autouse=True)
def _only_this_job(monkeypatch):
    ran.clear()
    job = schedule.Job("hourly", hourly_work, timedelta(hours=1))
    monkeypatch.setattr(schedule, "jobs", lambda: [job])


@pytest.mark.django_db
def test_a_job_runs_at_once_and_then_when_its_time_has_passed():
    tick(NOON)
    tick(NOON + timedelta(minutes=59))
    tick(NOON + timedelta(minutes=61))

    assert ran == ["hourly", "hourly"]


@pytest.mark.django_db
def test_a_clock_that_slept_enqueues_one_turn():
    tick(NOON)
    tick(NOON + timedelta(days=3))

    assert ran == ["hourly", "hourly"]


@pytest.mark.django_db
def test_turns_do_not_drift_when_clocks_look_late():
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
            taken += len(tick(NOON + timedelta(hours=hour, seconds=1)))
        connection.close()
        return taken

    with ThreadPoolExecutor(6) as clocks:
        taken = [clock.result() for clock in [clocks.submit(keep_time) for _clock in range(6)]]

    assert (sum(taken), ran) == (8, ["hourly"] * 8)


@pytest.mark.django_db
def test_a_second_clock_that_read_the_same_row_comes_too_late(monkeypatch):
    tick(NOON)
    later = NOON + timedelta(hours=2)
    read_before = dict(ScheduledJob.objects.values_list("name", "due_at"))
    tick(later)
    monkeypatch.setattr(
        "cop_site.clock.ScheduledJob.objects.values_list", lambda *names: read_before.items()
    )

    assert tick(later) == []
    assert ran == ["hourly", "hourly"]
