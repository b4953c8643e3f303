"""The proof of ``make bench-kill``, short: workers are killed while mail goes out."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_nobody_is_missed_when_workers_are_killed(database_url):
    done = subprocess.run(
        [
            sys.executable,
            "bench/kill.py",
            "--members=120",
            "--kills=6",
            "--chunk=10",
            "--server-ms=5",
        ],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "6 kills over 120 members" in done.stdout
    assert "Nobody missed, nothing ordered twice." in done.stdout
