"""The proofs of ``make bench-digest``, short: is anybody missed, or written to twice?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (["--members=200", "--bar=0"], "One letter for each."),
        (["--members=150", "--kills=6", "--server-ms=5"], "Nobody missed."),
    ],
    ids=["undisturbed", "killed"],
)
def test_everybody_gets_one_digest(database_url, how, said):
    done = subprocess.run(  # noqa: S603
        [sys.executable, "bench/digest.py", *how],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert said in done.stdout
