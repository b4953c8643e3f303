"""The demo, written once for all tests of this folder and then taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from members.models import User
from tests.browser.addresses import find
from tests.browser.people import ADDRESS

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each file in one process, for which the demo is written once."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.xdist_group(f"whole site: {item.path.stem}"))


@pytest.fixture
def _django_db_helper(demo) -> Iterator[None]:
    """Stands in for pytest-django's: a savepoint within the demo's transaction, which its own
    would end by closing the connection."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    """The demo in the database, and its addresses by plain names."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            call_command("seed_demo", "--allow-in-production", verbosity=0)
            yield find()
            transaction.set_rollback(True)
        cache.clear()


@pytest.fixture
def client_of(demo) -> Callable[[str], Client]:
    """A browser of a visitor or of somebody of the demo."""

    def open_for(person: str) -> Client:
        client = Client(raise_request_exception=False)
        if person != "visitor":
            client.force_login(User.objects.get(email=ADDRESS[person]))
        return client

    return open_for
