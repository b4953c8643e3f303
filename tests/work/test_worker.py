"""Attempts: done, failed, tried again, given up, interrupted, taken away."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from tests.queues import in_the_database, skip_the_pause, work_off, worker
from work import leases, outcomes, reaper, retries
from work.attempts import at_work
from work.models import WorkerLease
from work.retries import GiveUp, Policy, retry
from work.tasks import is_final

pytestmark = pytest.mark.django_db
ran: list[str] = []
trouble: list[BaseException] = []


@retry(times=3)
@task()
def stubborn(name: str = "") -> str:
    ran.append(name)
    if trouble:
        raise trouble.pop(0)
    return "done"


@task()
def once() -> None:
    raise RuntimeError("what somebody wrote")


@task()
def unanswerable() -> object:
    return object()


@pytest.fixture(autouse=True)
def _queue(settings):
    ran.clear()
    trouble.clear()
    with in_the_database(settings):
        yield


def row() -> DBTaskResult:
    return DBTaskResult.objects.get()


def claimed(by: str) -> DBTaskResult:
    stubborn.enqueue()
    found = row()
    found.claim(by)
    return found


def lease(name: str, **seconds_ago: float) -> None:
    WorkerLease.objects.create(worker=name, seen_at=timezone.now() - timedelta(**seconds_ago))


def test_what_succeeds_is_settled_with_its_answer():
    stubborn.enqueue()

    work_off()

    assert (row().status, row().return_value) == ("SUCCESSFUL", "done")
    assert row().finished_at


def test_what_is_settled_is_announced_and_not_said_to_be_anothers(caplog):
    ended = []

    def hear(sender, task_result, **kwargs):
        ended.append(task_result.return_value)

    task_finished.connect(hear)
    try:
        stubborn.enqueue()
        work_off()
    finally:
        task_finished.disconnect(hear)

    assert ended == ["done"]
    assert "another worker" not in caplog.text


def test_what_fails_waits_and_is_tried_again():
    trouble.append(RuntimeError())
    stubborn.enqueue()

    assert work_off() == 1
    waiting = row()
    assert (waiting.status, waiting.exception_class_path) == ("READY", "builtins.RuntimeError")
    assert 29 < (waiting.run_after - timezone.now()).total_seconds() < 38
    skip_the_pause()
    work_off()

    assert (row().status, row().exception_class_path, row().traceback) == ("SUCCESSFUL", "", "")
    assert len(row().worker_ids) == 2


@pytest.mark.parametrize(
    ("task", "attempts"), [(stubborn, 3), (once, 1)], ids=["three times", "by default once"]
)
def test_the_last_attempt_leaves_it_dead(task, attempts):
    trouble.extend(RuntimeError() for _time in range(9))
    task.enqueue()

    for _time in range(9):
        work_off()
        skip_the_pause()

    assert (row().status, len(row().worker_ids)) == ("FAILED", attempts)


def test_giving_up_ends_it_at_the_first_attempt_with_its_reason():
    error = GiveUp()
    error.__cause__ = KeyError("x")
    trouble.append(error)
    stubborn.enqueue()

    work_off()

    assert (row().status, row().exception_class_path) == ("FAILED", "builtins.KeyError")


@pytest.mark.parametrize("enqueued", [once, unanswerable], ids=["raises", "answers no JSON"])
def test_what_a_dead_task_raised_is_not_logged(enqueued, caplog):
    enqueued.enqueue()

    work_off()

    assert row().status == "FAILED"
    assert "what somebody wrote" not in caplog.text


def test_a_task_that_this_version_does_not_know_is_dead():
    stubborn.enqueue()
    DBTaskResult.objects.update(task_path="core.tasks.gone")

    work_off()

    assert row().status == "FAILED"


def test_pauses_grow_to_a_limit_and_differ_by_chance():
    policy = Policy(times=20, first=timedelta(seconds=10), longest=timedelta(minutes=5))
    steady = [10, 30, 90, 270, 300, 300]

    pauses = [[policy.pause(n).total_seconds() for n in range(1, 7)] for _time in range(20)]

    assert all(s <= p <= s * 1.25 for row in pauses for s, p in zip(steady, row, strict=True))
    assert len({row[0] for row in pauses}) > 1


def test_a_worker_that_is_told_to_stop_twice_puts_back_what_it_was_doing():
    trouble.append(SystemExit(1))
    stubborn.enqueue()

    with pytest.raises(SystemExit):
        work_off()

    assert row().status == "READY"
    work_off()
    assert row().status == "SUCCESSFUL"


@pytest.mark.parametrize(
    ("seconds", "status"), [(None, "READY"), (60.5, "READY"), (50, "RUNNING")],
    ids=["no lease", "expired", "alive"],
)  # fmt: skip
def test_what_runs_under_no_lease_is_put_back(seconds, status):
    claimed("w1")
    lease("other", seconds=0)
    if seconds is not None:
        lease("w1", seconds=seconds)

    assert reaper.reap() == (status == "READY")
    assert reaper.reap() == 0

    assert row().status == status
    assert work_off() == 0, "a worker that lost its lease gets the time to notice"
    skip_the_pause()
    assert work_off() == (status == "READY")


def test_what_lost_its_worker_is_due_at_once_the_first_time_and_later_with_a_pause():
    claimed("w1")
    reaper.put_back_of("w1")
    assert row().run_after <= timezone.now()

    row().claim("w2")
    reaper.put_back_of("w2")
    assert 29 < (row().run_after - timezone.now()).total_seconds() < 38


def test_what_waits_for_longer_than_any_pause_is_due_and_nothing_else():
    now = timezone.now()
    for _time in range(3):
        stubborn.enqueue()
    ahead, pausing, running = DBTaskResult.objects.order_by("pk")
    far, soon = now + retries.LONGEST_PAUSE * 2, now + retries.LONGEST_PAUSE
    for each, status, at in (
        (ahead, "READY", far), (pausing, "READY", soon), (running, "RUNNING", far)
    ):  # fmt: skip
        DBTaskResult.objects.filter(pk=each.pk).update(status=status, run_after=at)

    assert reaper.pull_back(now) == 1

    found = dict(DBTaskResult.objects.values_list("pk", "run_after"))
    assert found == {ahead.pk: now, pausing.pk: soon, running.pk: far}


def test_of_two_reapers_one_puts_it_back():
    claimed("w1")
    stranded = reaper._running()
    reaper.reap()

    assert reaper._put_back(stranded) == 0


def test_a_worker_that_ends_in_the_middle_puts_back_what_it_was_doing():
    with at_work("w1"):
        claimed("w1")

    assert row().status == "READY"
    assert work_off() == 1


def test_a_worker_of_the_same_name_takes_up_at_once_what_its_predecessor_left():
    claimed("w1")

    with at_work("w1"):
        assert work_off() == 1
        assert list(WorkerLease.objects.values_list("worker", flat=True)) == ["w1"]

    assert not WorkerLease.objects.exists()


def test_a_worker_that_ends_gives_up_its_own_lease_and_no_other():
    lease("other", seconds=0)

    with at_work("w1"):
        assert WorkerLease.objects.count() == 2

    assert list(WorkerLease.objects.values_list("worker", flat=True)) == ["other"]


def test_what_another_worker_is_doing_stays_in_its_hands():
    for name in ("w1", "other"):
        stubborn.enqueue()
        DBTaskResult.objects.ready().get().claim(name)

    assert reaper.put_back_of("w1") == 1

    running = DBTaskResult.objects.running().get()
    assert running.worker_ids == ["other"]


@pytest.mark.parametrize("outcome", ["succeeds", "fails", "is put back"])
def test_what_becomes_of_one_task_leaves_another(outcome):
    for _time in range(2):
        stubborn.enqueue()
    first, other = DBTaskResult.objects.order_by("enqueued_at", "pk")
    for each in (first, other):
        each.claim("here")
    others = DBTaskResult.objects.filter(pk=other.pk)
    before = list(others.values())
    trouble.extend([RuntimeError()] if outcome == "fails" else [])

    if outcome == "is put back":
        assert outcomes.interrupted(first)
    else:
        worker("here").run_task(first)

    first.refresh_from_db()
    assert first.status == ("SUCCESSFUL" if outcome == "succeeds" else "READY")
    assert list(others.values()) == before


def test_a_lease_is_renewed_and_no_other():
    lease("w1", seconds=30)
    lease("other", seconds=30)
    before = WorkerLease.objects.get(worker="other").seen_at

    assert leases.renew("w1")

    assert WorkerLease.objects.get(worker="w1").seen_at > before
    assert WorkerLease.objects.get(worker="other").seen_at == before


def test_of_two_leases_the_one_that_ran_out_goes():
    lease("w1", seconds=60.5)
    lease("other", seconds=50)

    reaper.reap()

    assert list(WorkerLease.objects.values_list("worker", flat=True)) == ["other"]


def test_a_worker_that_was_taken_for_dead_writes_over_nothing():
    first = claimed("w1")
    reaper.put_back_of("w1")
    DBTaskResult.objects.get().claim("w2")

    worker("w1").run_task(first)

    assert (row().status, row().worker_ids) == ("RUNNING", ["w1", "w2"])


def test_what_kills_every_worker_is_given_up():
    claimed("w0")
    for number in range(1, retries.SURVIVED_KILLS + 1):
        reaper.put_back_of(f"w{number - 1}")
        skip_the_pause()
        if row().status == "READY":
            row().claim(f"w{number}")

    assert (row().status, row().exception_class_path.rpartition(".")[2]) == (
        "FAILED",
        "WorkerLostError",
    )
    assert len(row().worker_ids) == retries.SURVIVED_KILLS


def test_a_lease_that_was_ended_cannot_be_renewed():
    leases.take("w1")
    assert leases.renew("w1")
    leases.end("w1")

    assert not leases.renew("w1")


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (SMTPRecipientsRefused({"a@example.org": (550, b"unknown")}), True),
        (SMTPRecipientsRefused({"a@example.org": (450, b"later")}), False),
        (SMTPResponseException(554, b"no"), True),
        (SMTPResponseException(421, b"busy"), False),
        (SMTPServerDisconnected(), False),
    ],
)
def test_a_mail_servers_no_is_final_or_for_now(error, final):
    assert is_final(error) is final
