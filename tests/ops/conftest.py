"""What proofs in processes of their own need."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests import database
from tests.ops.loops import SECRET


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


@pytest.fixture
def stumbles():
    """Let whatever follows from a signal fail where this holds."""
    connected = []

    def stumble(signal, holds, sender=None):
        def receiver(**kwargs):
            if holds(kwargs):
                raise RuntimeError(SECRET)

        signal.connect(receiver, sender=sender, weak=False)
        connected.append((signal, receiver, sender))

    yield stumble
    for signal, receiver, sender in connected:
        signal.disconnect(receiver, sender=sender)


@pytest.fixture
def log_without_words(caplog):
    yield
    assert SECRET not in caplog.text
