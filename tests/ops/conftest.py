"""What proofs in processes of their own need."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests import database


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
