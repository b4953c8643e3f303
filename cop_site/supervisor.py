"""Start the site's processes, keep them running, stop them together."""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

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
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603
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
        next_tick = time.monotonic() + 2
        while not self.stopping:
            for part in self.parts:
                part.watch()
            if time.monotonic() >= next_tick:
                self._tick()
                next_tick = time.monotonic() + self.tick_seconds
            time.sleep(0.2)
        self._shut_down()

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _tick(self) -> None:
        try:
            self.on_tick()
        except Exception:
            # A database that is away for a moment must not take the site down with it.
            logger.exception("The schedule could not be read; trying again")

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
