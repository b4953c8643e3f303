"""What every test may ask for."""

import gc
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import connection
from django.dispatch import receiver
from django.test import Client
from django.test import client as test_client
from django.test.utils import ContextList

from core.caches import REDIS
from core.roles import COORDINATORS
from frame import kept as frame
from members.models import User
from tests import database
from tests.factories.members import UserFactory
from tests.queries import Queries
from tests.shared import ROWS, asked_for, shared
from work import postgresql
from work.delivery import MAIL

frame.KEPT_FOR = 3600.0  # On a busy machine a test may take longer than it is kept.

FRAME = re.compile(r'FROM "(wagtailcore_|frame_|home_|auth_permission")')


ON_ROWS = {"db", "transactional_db", "database_url"}
"""Fixtures of tests whose answer may be another on another database."""


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: what Chromium or a process is waited for, others use."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database: ``-m database`` runs it alone on a second one."""
    for item in items:
        if item.get_closest_marker("django_db") or ON_ROWS & {*item.fixturenames}:
            item.add_marker(pytest.mark.database)


def pytest_collection_finish() -> None:
    """Look less often for what can be thrown away: a tenth of the time goes there otherwise."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@receiver(user_logged_in)
def prove_who_it_is(request, user, **kwargs) -> None:
    """``force_login`` stands for a sign-in with a password a moment ago."""
    if not get_authentication_records(request, user):
        record_authentication(request, user, method="password")


def remember_template(store, signal, sender, template, context, **kwargs) -> None:
    """Give ``response.context`` each context once, as it was handed over: Django copies it anew
    for every template that is included, which takes a tenth of the time of a page."""
    known = store.setdefault("known", set())
    if id(context) not in known:
        known.add(id(context))
        store.setdefault("templates", []).append(template)
        store.setdefault("context", ContextList()).append(context)


test_client.store_rendered_templates = remember_template


@pytest.fixture(autouse=True)
def _nothing_kept_from_another_test() -> None:
    """What this process keeps between requests speaks of a database that is gone; how long
    it may ask one is for a web server, not for what runs next."""
    frame.forget()
    caches["renditions"].clear()
    REDIS.answered()
    MAIL.answered()
    postgresql.within.clear()
    if not settings.CACHES["default"]["BACKEND"].endswith("TableCache"):
        cache.clear()


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings, django_db_blocker) -> Iterator[bool]:
    """Start from a copy of a migrated database."""
    own = connection.creation._get_test_db_name()
    with django_db_blocker.unblock():
        database.copy(request.config.cache.mkdir("database"), own)
    yield True
    with django_db_blocker.unblock():
        database.drop(own)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Roles are written once, as a release writes them, before the first test."""
    with django_db_blocker.unblock():
        call_command("sync_roles", verbosity=0)


@pytest.fixture(scope="session")
def _shared_rows(django_db_setup, django_db_blocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        ROWS.become({})


@pytest.fixture
def _rows_asked_for(request, _shared_rows, django_db_blocker) -> None:
    marker = request.node.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or (
        "transactional_db" in request.fixturenames
    )
    with django_db_blocker.unblock():
        ROWS.become({} if commits else asked_for(request.node))


@pytest.fixture
def _django_db_helper(_rows_asked_for, _django_db_helper) -> None:
    """pytest-django's own, above the rows that are there for several tests."""


@pytest.fixture
def django_assert_num_queries() -> Callable[[int], AbstractContextManager[None]]:
    """Fail unless exactly *number* queries are done, naming them."""

    @contextmanager
    def asserting(number: int) -> Iterator[None]:
        with Queries(connection) as queries:
            yield
        done = [query["sql"][:300] for query in queries.captured_queries]
        if len(done) != number:
            pytest.fail("\n".join([f"Expected {number} queries, {len(done)} were done:", *done]))

    return asserting


@shared
def member(db: None) -> User:
    """Somebody with an account and no role."""
    return UserFactory()


@shared
def member_client(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client


@shared
def coordinator(db: None) -> User:
    """Somebody in the Coordinators group, with all that sync_roles gives it."""
    if not Group.objects.filter(name=COORDINATORS).exists():
        # A test that commits empties the tables.
        call_command("sync_roles", verbosity=0)
    user = UserFactory(display_name="Marama")
    user.groups.add(Group.objects.get(name=COORDINATORS))
    return user


@shared
def coordinator_client(coordinator: User) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


@pytest.fixture
def queries_of(db):
    """How many statements a request makes for what it is about.

    Left out are the savepoints that a test adds, and what every page of the site
    asks for its frame: site, settings, menus and the way to the editors' screens.
    """

    def count(client, url, data=None, status=200):
        with Queries(connection) as captured:
            response = client.get(url) if data is None else client.post(url, data)
        assert response.status_code == status, response.content[:400]
        count.statements = [
            query["sql"]
            for query in captured
            if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO"))
            and not FRAME.search(query["sql"])
        ]
        return len(count.statements)

    return count


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-matrix", action="store_true", help="write tests/whole_site/matrix.txt anew"
    )
    parser.addoption(
        "--hostile", type=int, default=2000, help="how many bad inputs tests/whole_site asks"
    )
