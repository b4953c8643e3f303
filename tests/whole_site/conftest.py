"""The demo, written once for the tests of this folder."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from tests.browser.addresses import find
from tests.shared import shared
from tests.whole_site.answers import Answers, browser

HERE = Path(__file__).parent
TOGETHER = (
    (
        "test_matrix",
        "test_odd_rows",
        "test_headers",
        "test_weight",
        "test_only_reads",
        "test_shared_pages",
    ),
    ("test_crawl", "test_looks"),
    ("test_hostile", "test_forms", "test_direction"),
)
"""Three processes that each write the demo once; the last looks at the same answers twice."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            found = (n for n, names in enumerate(TOGETHER, 1) if item.path.stem in names)
            group = next(found, item.path.stem)
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.xdist_group(f"whole site {group}"))


@shared
def demo(db) -> dict[str, str]:
    """The demo in the database, and its addresses by plain names."""
    call_command("seed_demo", "--allow-in-production", verbosity=0)
    return find()


@shared
def answers(demo) -> Answers:
    return Answers.of_everybody(demo)


@pytest.fixture(autouse=True)
def _in_the_demo(demo) -> None:
    """For each test, so that it stays for the next."""


@pytest.fixture
def client_of(demo) -> Callable[[str], Client]:
    """A browser of a visitor or of somebody of the demo."""
    return browser
