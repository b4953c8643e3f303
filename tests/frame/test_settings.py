"""Where to get help now, on every page."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.test import RequestFactory

from frame import kept as frame
from frame.context_processors import site
from frame.models import HelpLine, SiteSettings
from tests.factories.home import HelpLineFactory, SiteSettingsFactory, StandardPageFactory


def test_help_lines_stand_on_every_page_in_their_order(client, home):
    settings = SiteSettingsFactory(help_text="Do you need help now?")
    HelpLineFactory(settings=settings, label="111 in an emergency", link="tel:111", sort_order=2)
    HelpLineFactory(settings=settings, label="Call or text 1737", link="tel:1737", sort_order=1)
    HelpLineFactory(settings=settings, label="Or talk to your doctor", link="", sort_order=3)
    StandardPageFactory(slug="about")

    for address in ("/", "/about/", "/nowhere/", "/accounts/login/"):
        text = client.get(address).content.decode()
        assert "Do you need help now?" in text
        assert '<a href="tel:1737">Call or text 1737</a>' in text
        assert text.index("1737") < text.index("111 in an emergency")
        assert "Or talk to your doctor" in text


def test_the_sites_name_ends_the_title_and_its_words_stand_at_the_foot(client, home):
    SiteSettingsFactory(site_name="Side by side", footer_text="Run by the region’s peers.")
    StandardPageFactory(title="About", slug="about")

    text = client.get("/about/").content.decode()

    assert "<title>About – Side by side</title>" in text
    assert "Run by the region’s peers." in text


def test_reading_a_page_writes_no_settings(client, home):
    client.get("/")

    assert not SiteSettings.objects.exists()


def test_settings_and_lines_are_one_query_and_none_when_not_used(home, django_assert_num_queries):
    settings = SiteSettingsFactory()
    HelpLineFactory.create_batch(3, settings=settings)
    request = RequestFactory().get("/")

    with django_assert_num_queries(0):
        lazy = site(request)["site_settings"]
    with django_assert_num_queries(4):  # the site, its menu and who may see it, the settings
        assert lazy.help_text == settings.help_text
        assert [line.label for line in lazy.help_lines.all()] == ["Call or text 1737"] * 3
        assert lazy.site_name == "Alongside"
    with django_assert_num_queries(0):
        assert site(RequestFactory().get("/"))["site_settings"].help_text == settings.help_text


def test_a_change_of_the_settings_shows_at_once(client, home):
    settings = SiteSettingsFactory(help_text="Do you need help now?")
    client.get("/")
    settings.help_text = "Need to talk?"
    settings.save()

    assert "Need to talk?" in client.get("/").content.decode()


def test_a_change_made_by_another_process_shows_within_seconds(client, home, monkeypatch):
    SiteSettingsFactory(help_text="Do you need help now?")
    client.get("/")
    SiteSettings.objects.update(help_text="Need to talk?")
    now = frame.time.monotonic()
    monkeypatch.setattr(frame.time, "monotonic", lambda: now + frame.KEPT_FOR + 1)

    assert "Need to talk?" in client.get("/").content.decode()


def test_settings_are_empty_when_the_database_is_away(home, monkeypatch):
    def broken(site):
        raise DatabaseError

    monkeypatch.setattr(SiteSettings, "of", broken)

    assert not site(RequestFactory().get("/"))["site_settings"]


@pytest.mark.parametrize(
    "link", ["", "tel:1737", "tel:+64 4 123 4567", "sms:1737", "https://example.org", "/help/"]
)
def test_a_help_line_may_lead_to_a_number_or_a_page(home, link):
    HelpLineFactory.build(settings=SiteSettingsFactory(), label="Help", link=link).full_clean()


@pytest.mark.parametrize(
    "link", ["1737", "tel:", "javascript:alert(1)", "http://example.org", "//example.org", "tel:x"]
)
def test_a_help_line_refuses_what_nobody_can_follow(home, link):
    line = HelpLine(settings=SiteSettingsFactory(), label="Help", link=link)

    with pytest.raises(ValidationError) as refusal:
        line.full_clean()

    assert "tel:1737" in refusal.value.message_dict["link"][0]
