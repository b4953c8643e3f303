"""The proof of ``make bench-proof``, short: many write, a web process is killed."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_nothing_is_lost_or_doubled_when_many_write_and_a_process_is_killed(database_url):
    done = subprocess.run(
        [sys.executable, "bench/proof.py", "--seconds", "6", "--writers", "12", "--readers", "4"],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "Nothing lost, nothing doubled, every counter true." in done.stdout
