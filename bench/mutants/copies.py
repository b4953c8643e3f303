"""Copies of the sources, to be changed and asked."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.mutants.changes import Change

ELSEWHERE = {"TRIAL", "DATABASE_URL", "REDIS_URL", "DEBUG"}
"""Variables that would give the tests another site."""


class Copy:
    """All that git knows, or would add, in a folder of its own."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder / "site"
        self.passing = folder / "tmp"
        self.passing.mkdir(parents=True)
        self.cache = root / ".pytest_cache"
        self.dates = 1_000_000_000
        self.asked: subprocess.Popen[bytes] | None = None
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root, capture_output=True, text=True, check=True,
        )  # fmt: skip
        for name in filter(None, listed.stdout.split("\0")):
            if (root / name).is_file():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / name, self.folder / name)

    def what_becomes_of(self, change: Change, tests: Sequence[str], *, within: float) -> str:
        """``noticed`` when one of the tests fails, ``unnoticed``, or ``hung``."""
        self._write(change.path, change.after)
        try:
            return "noticed" if self.fails(tests, within) else "unnoticed"
        except subprocess.TimeoutExpired:
            return "hung"
        finally:
            self._write(change.path, change.before)

    def fails(self, tests: Sequence[str], within: float | None = None) -> bool:
        env = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
        self.asked = subprocess.Popen(
            [
                *(sys.executable, "-m", "pytest", *tests, "-n", "0", "-x", "-q"),
                # The migrated database is kept there.
                *("-m", "not browser", "-o", f"cache_dir={self.cache}"),
            ],
            cwd=self.folder,
            env=env | {"TMPDIR": str(self.passing)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return self.asked.wait(within) != 0
        finally:
            self.stop()
            shutil.rmtree(self.passing, ignore_errors=True)
            self.passing.mkdir(exist_ok=True)

    def stop(self) -> None:
        """End what runs, with all that it started."""
        if self.asked is not None and self.asked.poll() is None:
            os.killpg(self.asked.pid, signal.SIGKILL)
            self.asked.wait()

    def _write(self, path: str, text: str) -> None:
        """Each time with a date of its own: what Python keeps compiled goes by date and size."""
        (self.folder / path).write_text(text)
        self.dates += 1
        os.utime(self.folder / path, (self.dates, self.dates))
