"""The demo, written once for the tests of this folder."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from members.models import User
from tests.browser.addresses import find
from tests.browser.people import ADDRESS
from tests.shared import shared

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep each file in one process, for which the demo is written once at most."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.xdist_group(f"whole site: {item.path.stem}"))


@shared
def demo(db) -> dict[str, str]:
    """The demo in the database, and its addresses by plain names."""
    call_command("seed_demo", "--allow-in-production", verbosity=0)
    return find()


@pytest.fixture(autouse=True)
def _in_the_demo(demo) -> None:
    """For each test, so that it stays for the next."""


@pytest.fixture
def client_of(demo) -> Callable[[str], Client]:
    """A browser of a visitor or of somebody of the demo."""

    def open_for(person: str) -> Client:
        client = Client(raise_request_exception=False)
        if person != "visitor":
            client.force_login(User.objects.get(email=ADDRESS[person]))
        return client

    return open_for
