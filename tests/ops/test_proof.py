"""The proof of ``make bench-proof``, short: many write, a web process is killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests import database

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database_url(request, tmp_path, django_db_blocker) -> Iterator[str]:
    """A migrated database of its own."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            name = f"{tmp_path}/load.sqlite3"
            url = f"sqlite:///{name}"
        else:
            name = f"load_{os.getpid()}"
            url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
        database.copy(request.config.cache.mkdir("database"), name)
        yield url
        database.drop(name)


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
