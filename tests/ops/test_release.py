"""What each release does to the database."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Site

from cop_site.management.commands.release import FOLDED_INDEX, has_an_index_to_write_anew

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


def test_an_index_from_before_its_words_were_folded_is_to_be_written_anew_once():
    applied = MigrationRecorder(connection)
    assert not has_an_index_to_write_anew()

    applied.record_unapplied(*FOLDED_INDEX)
    assert has_an_index_to_write_anew()

    applied.migration_qs.all().delete()
    assert not has_an_index_to_write_anew()
