import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.management import CommandError

from cop_site.management.commands.serve import refuse_taken_port
from cop_site.supervisor import Part, Supervisor
from tests.ops.test_settings import ROOT
from work import lifeline

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def wait_until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def supervised(monkeypatch):
    """A supervisor in a thread, over one part; stopped at the end."""
    monkeypatch.setattr(signal, "signal", lambda *arguments: None)
    ticks = []
    supervisor = Supervisor(
        [Part("sleeper", SLEEPER)], on_tick=lambda: ticks.append(1), tick_seconds=0.1
    )
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    yield supervisor, supervisor.parts[0], ticks
    supervisor.stop(signal.SIGTERM, None)
    thread.join(20)
    assert not thread.is_alive()


def test_a_part_that_is_killed_is_started_again(supervised):
    _supervisor, part, _ticks = supervised
    wait_until(lambda: part.process)
    first = part.process.pid
    part.signal(signal.SIGKILL)

    wait_until(lambda: part.process and part.process.pid != first)

    assert part.failures == 1


def test_stopping_ends_every_part(supervised):
    supervisor, part, _ticks = supervised
    wait_until(lambda: part.process)
    process = part.process
    supervisor.stop(signal.SIGTERM, None)

    wait_until(lambda: process.poll() is not None)


def test_a_schedule_that_fails_does_not_take_the_site_down(caplog):
    def fail():
        raise OSError("the database is away")

    supervisor = Supervisor([], on_tick=fail)
    supervisor._tick()

    assert "The schedule could not be read" in caplog.text


def test_a_taken_port_is_named_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=rf"Port {port} .*make run PORT={port + 1}"):
            refuse_taken_port("127.0.0.1", port)


def test_nonsense_is_no_port():
    with pytest.raises(CommandError, match="70000 is no port number"):
        refuse_taken_port("127.0.0.1", 70_000)


def test_parts_end_with_a_supervisor_that_was_killed(tmp_path):
    """Else they would hold the port and the work, and the site could not be started again."""
    part = "from work.lifeline import end_with_supervisor as e; import time; e(); time.sleep(60)"
    parent = (
        "import sys, time\n"
        "from cop_site.supervisor import Part\n"
        f"part = Part('part', [sys.executable, '-c', {part!r}])\n"
        "part.start()\n"
        "print(part.process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    supervisor = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    pid = int(supervisor.stdout.readline())
    os.kill(pid, 0)

    supervisor.kill()
    supervisor.communicate()

    wait_until(lambda: ended(pid))


def ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # Nobody may be there to bury it.
    return Path(f"/proc/{pid}/stat").exists() and ") Z " in Path(f"/proc/{pid}/stat").read_text()


def test_a_process_without_a_supervisor_ends_with_nobody(monkeypatch):
    monkeypatch.delenv(lifeline.NAME, raising=False)
    before = threading.active_count()

    lifeline.end_with_supervisor()

    assert threading.active_count() == before


def test_a_port_that_a_killed_predecessor_lets_go_is_waited_for():
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    threading.Timer(0.5, taken.close).start()

    refuse_taken_port("127.0.0.1", taken.getsockname()[1])
