"""A real site to look at: ``manage.py serve --demo`` with a database and folders of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_START = 600.0
LONGEST_STOP = 45.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    """What the processes of a site below ``folder`` get; nothing of the developer's own.

    The site believes the address a proxy tells, so that each browser can be
    somebody from elsewhere: limits per address then do not add people together.
    """
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ
    }
    return kept | {
        "TRIAL": "1",
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "SITE_URL": f"http://localhost:{port}",
        "TRUSTED_PROXIES": "1",
        "PYTHONUNBUFFERED": "1",
    }


@dataclass
class RunningSite:
    """Processes that serve the site, what they said, and where they are."""

    url: str
    environment: dict[str, str]
    console: Path
    process: subprocess.Popen[bytes]

    def said(self) -> str:
        """Everything on the console so far, mails included."""
        return self.console.read_text(errors="replace")

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:  # noqa: S310
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def wait_until_ready(self, path: str) -> None:
        deadline = time.monotonic() + LONGEST_START
        while not self.answers(path):
            if self.process.poll() is not None:
                raise RuntimeError(f"The site ended by itself. It said:\n{self.said()[-4000:]}")
            if time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"The site does not start. It said:\n{self.said()[-4000:]}")
            time.sleep(0.3)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(LONGEST_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def start(
    command: list[str], folder: Path, port: int, *, ready: str, **variables: str
) -> RunningSite:
    """Run a Python ``command`` in the project and wait until ``ready`` answers."""
    console = folder / f"console-{port}.txt"
    variables = environment(folder, port) | variables
    with console.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *command],
            cwd=PROJECT,
            env=variables,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    site = RunningSite(f"http://localhost:{port}", variables, console, process)
    site.wait_until_ready(ready)
    return site
