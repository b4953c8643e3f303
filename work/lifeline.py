"""How the processes of one ``manage.py serve`` end with it, however it ends."""

import os
import signal
import threading
from contextlib import suppress
from functools import cache

NAME = "SUPERVISOR_LIFELINE"
"""The environment's name for the end of a pipe that falls silent when the supervisor is gone."""


@cache
def _pipe() -> tuple[int, int]:
    """The pipe: the parts get the end to read; this process holds the other, and never writes."""
    return os.pipe()


def given_to_parts() -> int:
    return _pipe()[0]


def end_with_supervisor(number: int = signal.SIGTERM) -> None:
    """Send this process the signal when its supervisor is gone: killed, it could not do so.

    A part that lived on would hold the port and the work, and nobody could start the site again.
    """
    if not (lifeline := os.environ.get(NAME)):
        return

    def watch() -> None:
        with suppress(OSError):
            os.read(int(lifeline), 1)
        os.kill(os.getpid(), number)

    threading.Thread(target=watch, daemon=True).start()
