"""What each release does to the database."""

import pytest
from django.core.management import call_command
from wagtail.models import Site

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
