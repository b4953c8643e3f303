"""What each release does to the database, and that one that was killed is gone on with."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Collection, Locale, Page, Site
from wagtail.search.models import IndexEntry

from core import indexes
from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory
from tests.search.test_search import found
from work.models import LongJob

pytestmark = pytest.mark.django_db


def release() -> None:
    call_command("release", "--no-static", verbosity=0)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://alongside.example.org", ("alongside.example.org", 443)),
        ("http://localhost:8123", ("localhost", 8123)),
    ],
)
def test_the_site_takes_the_address_it_is_told(settings, url, address):
    settings.SITE_URL = url

    release()

    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == address


def test_a_second_release_writes_nothing_to_the_site(settings):
    release()
    before = Site.objects.get(is_default_site=True)
    Site.objects.filter(pk=before.pk).update(site_name="Ours")

    release()

    after = Site.objects.get(is_default_site=True)
    assert (after.hostname, after.port, after.site_name) == (before.hostname, before.port, "Ours")


class Killed(BaseException):
    """The process is gone at this moment."""


def kill(*args, **kwargs) -> None:
    raise Killed


MOMENTS = {
    "after the migration": "core.indexes.write_outdated",
    "before it is written": "core.indexes.call_command",
    "while it is written": "core.search._FoldedTexts.prepare_value",
    "before it is forgotten": "django.db.models.query.QuerySet.delete",
    "after it": "cop_site.management.commands.release.address_the_site",
}


@pytest.fixture
def behind(db) -> None:
    """A site of an older version: its index knows nothing of how words are folded today."""
    if not Site.objects.exists():
        # A test that commits empties the tables.
        Locale.objects.create(language_code=get_supported_content_language_variant("en-nz"))
        Collection.add_root(name="Root")
        home = Page.add_root(title="Root").add_child(title="Home")
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    UserFactory()
    StandardPageFactory(title="Kōrero with Zoë")
    IndexEntry.objects.all().delete()
    indexes.outdated(indexes.SEARCH)


def times_written(monkeypatch) -> list[str]:
    """The indexes that are written from now on."""
    written: list[str] = []
    real = indexes.call_command

    def noted(name: str, **options) -> None:
        written.append(name)
        real(name, **options)

    monkeypatch.setattr(indexes, "call_command", noted)
    return written


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_release_killed_at_any_moment_ends_with_a_full_index(behind, monkeypatch, moment):
    with monkeypatch.context() as killing:
        killing.setattr(MOMENTS[moment], kill)
        with pytest.raises(Killed):
            release()

    release()

    assert found(Client(), q="korero zoe") == ["Kōrero with Zoë"]
    assert not indexes.are_outdated()


@pytest.mark.django_db(transaction=True)
def test_an_index_that_is_behind_is_written_anew_once(behind, monkeypatch):
    written = times_written(monkeypatch)

    release()
    release()

    assert written == ["wagtail_update_index"]


@pytest.mark.django_db(transaction=True)
def test_whoever_only_migrates_leaves_the_index_to_the_next_release(behind):
    call_command("migrate", verbosity=0, interactive=False)
    assert found(Client(), q="korero") == []

    release()

    assert found(Client(), q="korero") == ["Kōrero with Zoë"]


@pytest.mark.django_db(transaction=True)
def test_a_new_site_has_no_index_to_write_anew():
    call_command("migrate", verbosity=0, interactive=False)

    assert not indexes.are_outdated()


def test_only_what_is_noted_is_written(monkeypatch):
    written = times_written(monkeypatch)
    release()
    assert written == []

    indexes.outdated(indexes.REFERENCES)
    indexes.outdated(indexes.REFERENCES)
    release()

    assert written == ["rebuild_references_index"]


def test_an_index_to_be_written_is_no_work_that_can_be_stopped(coordinator_client):
    indexes.outdated(indexes.SEARCH)
    key = LongJob.objects.get().pk

    page = coordinator_client.get(reverse("background_work"))
    answer = coordinator_client.post(reverse("background_work"), {"job": key, "stop": ""})

    assert (page.status_code, answer.status_code) == (200, 404)
    assert f'value="{key}"' not in page.content.decode()
    assert LongJob.objects.get().state == "running"


def test_a_database_of_another_version_is_left_alone_and_it_says_what_to_type(db):
    MigrationRecorder(connection).record_applied("members", "0012_sent_form_without_session")

    with pytest.raises(CommandError, match=r"rm db\.sqlite3, then make run"):
        release()


def test_a_librarys_migration_that_is_gone_is_no_other_version(db):
    MigrationRecorder(connection).record_applied("wagtailcore", "0001_initial_before")

    release()
