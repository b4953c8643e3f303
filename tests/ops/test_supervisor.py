import signal
import socket
import sys
import threading
import time

import pytest
from django.core.management import CommandError

from cop_site.management.commands.serve import refuse_taken_port
from cop_site.supervisor import Part, Supervisor

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
