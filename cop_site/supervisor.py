"""Start the site's processes, keep them running, stop them together."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from work import lifeline
from work.parts import is_away

logger = logging.getLogger(__name__)

LONGEST_STOP = 30.0
"""Seconds a process gets to finish what it is doing before it is killed."""


@dataclass
class Part:
    """One process of the site, started again when it ends by itself."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    start_at: float = 0.0
    started_at: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            start_new_session=True,
            pass_fds=[lifeline.given_to_parts()],
            env=os.environ | {lifeline.NAME: str(lifeline.given_to_parts())},
        )
        self.started_at = time.monotonic()

    def watch(self) -> None:
        """Start the process if it is due, and note when it has ended."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.failures = 0 if now - self.started_at > 60 else self.failures + 1
        pause = min(2.0**self.failures, 30.0)
        logger.warning("%s ended with code %s; starting again in %s s", self.name, code, pause)
        self.process, self.start_at = None, now + pause

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)


class Supervisor:
    """Run the parts until SIGTERM or SIGINT, calling ``on_tick`` every ``tick_seconds``."""

    def __init__(
        self, parts: list[Part], on_tick: Callable[[], object], tick_seconds: float = 20.0
    ) -> None:
        self.parts = parts
        self.on_tick = on_tick
        self.tick_seconds = tick_seconds
        self.stopping = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        # Beside, so that a database that hangs does not keep anybody from watching the parts.
        threading.Thread(target=self._keep_time, daemon=True).start()
        while not self.stopping:
            for part in self.parts:
                part.watch()
            time.sleep(0.2)
        self._shut_down()

    def _keep_time(self) -> None:
        pause = min(2.0, self.tick_seconds)
        while not self.stopping:
            time.sleep(pause)
            self._tick()
            pause = self.tick_seconds

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _tick(self) -> None:
        try:
            self.on_tick()
        except Exception as error:
            # A database that is away for a moment must not take the site down with it.
            told = None if is_away(error) else error
            logger.error("The schedule could not be read; trying again", exc_info=told)

    def _shut_down(self) -> None:
        for part in self.parts:
            part.signal(signal.SIGTERM)
        deadline = time.monotonic() + LONGEST_STOP
        for part in self.parts:
            if part.process is None:
                continue
            try:
                part.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                part.signal(signal.SIGKILL)
                part.process.wait()
