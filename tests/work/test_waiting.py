"""A worker and a clock, each a process, wait for a database that is away, and go on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from bench.stand_ins import Gate
from tests.ops.test_settings import ROOT

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite is a file, and not away."
)
LONGEST = 90.0
"""Seconds, on a machine that has much else to do."""
GOING_ON = "going on in"
OF_ITS_OWN = {
    # Else it would have the tests' settings, with which work does not wait.
    "DJANGO_SETTINGS_MODULE": "cop_site.settings",
    "TRIAL": "1",
    "REDIS_URL": "",
    "TASKS": "database",
}


class Running:
    """A command in a process of its own; ``said()`` is all that it has written."""

    def __init__(self, command: list[str], url: str, log: Path) -> None:
        self.log = log
        self.file = log.open("w")
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=os.environ | OF_ITS_OWN | {"DATABASE_URL": url},
            stdout=self.file,
            stderr=subprocess.STDOUT,
        )

    def said(self) -> str:
        return self.log.read_text()

    def pauses(self) -> int:
        """How often it has found the database away."""
        return self.said().count(GOING_ON)

    def wait_until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + LONGEST
        while not holds():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.1)

    def wait_until_away(self, times: int = 1) -> None:
        before = self.pauses()
        self.wait_until(lambda: self.pauses() >= before + times)


@pytest.fixture
def gate(database_url) -> Iterator[Gate]:
    """The only way to the database, shut."""
    server = urlsplit(database_url)
    with Gate(server.hostname, server.port) as gate:
        yield gate


@pytest.fixture
def row(database_url) -> Iterator[Callable[..., tuple]]:
    """Ask the database past the gate."""
    with psycopg.connect(database_url.replace("postgres://", "postgresql://", 1)) as direct:
        direct.autocommit = True

        def ask(question: str, *given: str) -> tuple:
            cursor = direct.execute(question, given)
            return cursor.fetchone() if cursor.description else ()

        yield ask


@pytest.fixture
def start(gate, database_url, tmp_path) -> Iterator[Callable[..., Running]]:
    server = urlsplit(database_url)
    through = server._replace(netloc=f"{server.username}@127.0.0.1:{gate.port}")
    running: list[Running] = []

    def start(*command: str) -> Running:
        log = tmp_path / f"{len(running)}.log"
        running.append(Running(list(command), urlunsplit(through), log))
        return running[-1]

    yield start
    for each in running:
        each.process.kill()
        each.process.wait()
        each.file.close()


@contextmanager
def away(gate: Gate) -> Iterator[None]:
    gate.shut()
    try:
        yield
    finally:
        gate.open()


def orders(row, state: str) -> int:
    return row("SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = %s", state)[
        0
    ]


def order(row) -> None:
    """Let a task wait, as whoever enqueues it does."""
    row(
        """
        INSERT INTO django_tasks_database_dbtaskresult
            (id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids, queue_name,
             backend_name, run_after, exception_class_path, traceback)
        VALUES
            (gen_random_uuid(), 'READY', now(), '{"args": [], "kwargs": {}}', 0,
             'communities.tasks.check_groups', '[]', 'default', 'default', now(), '', '')
        """
    )


def test_a_worker_waits_for_the_database_and_goes_on_whenever_it_is_back(gate, row, start):
    worker = start("worker", "--worker-id", "first")
    worker.wait_until_away(2)

    gate.open()
    worker.wait_until(lambda: row("SELECT count(*) FROM work_workerlease")[0] == 1)

    for done in (1, 2):
        with away(gate):
            worker.wait_until_away()
        order(row)
        worker.wait_until(lambda done=done: orders(row, "SUCCESSFUL") == done)
    worker.process.send_signal(signal.SIGTERM)
    assert worker.process.wait(LONGEST) == 0, worker.said()
    assert row("SELECT count(*) FROM work_workerlease")[0] == 0
    assert "Traceback" not in worker.said()


def test_the_clock_waits_for_the_database_and_goes_on_whenever_it_is_back(gate, row, start):
    clock = start("tick", "--forever")
    clock.wait_until_away(2)

    gate.open()
    clock.wait_until(lambda: "Enqueued" in clock.said())  # Said when the turn is over.
    ordered = orders(row, "READY")

    with away(gate):
        clock.wait_until_away()
    row("UPDATE work_scheduledjob SET due_at = now() - interval '1 second'")
    clock.wait_until(lambda: orders(row, "READY") == 2 * ordered)
    assert "Traceback" not in clock.said()
