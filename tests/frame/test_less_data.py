"""Pages that cost little to load, chosen on one device or asked for by its browser."""

import pytest
import wagtail_factories
from django.test import Client
from django.urls import reverse

from people import photos
from people.enums import Audience
from tests.factories.home import StandardPageFactory
from tests.factories.people import PersonFactory, photo
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db
URL = reverse("less_data")
FONT = "atkinson-hyperlegible-next"


@pytest.fixture
def story(home):
    return StandardPageFactory(
        body=[
            (
                "image",
                {
                    "image": wagtail_factories.ImageFactory(title="A gate by the sea"),
                    "caption": "Ōtaki",
                },
            )
        ]
    )


def pieces(response):
    html = response.text
    return {"font": FONT in html, "picture": "<img" in html, "words": "Ōtaki" in html}


def test_it_is_chosen_and_given_up_on_one_device(story):
    here, elsewhere = Client(), Client()
    whole = {"font": True, "picture": True, "words": True}
    assert pieces(here.get(story.url)) == whole

    assert "Pages cost less data" in here.post(URL, follow=True).text
    assert pieces(here.get(story.url)) == {"font": False, "picture": False, "words": True}
    assert pieces(elsewhere.get(story.url)) == whole

    assert "shown again on this device" in here.post(URL, {"all": "1"}, follow=True).text
    assert pieces(here.get(story.url)) == whole


def test_a_picture_is_a_link_with_its_words(story):
    here = Client()
    here.post(URL)

    html = here.get(story.url).text

    assert ">Picture: A gate by the sea</a>" in html
    assert '<html lang="en-NZ" class="less-data">' in html


def test_a_browser_that_saves_data_is_heard(story):
    saving = Client(headers={"save-data": "on"})

    assert pieces(saving.get(story.url)) == {"font": False, "picture": False, "words": True}
    assert "Your browser asks for less data already" in saving.get(URL).text
    assert pieces(Client(headers={"save-data": "off"}).get(story.url))["picture"]


def test_caches_keep_the_two_forms_apart(story):
    varies = Client().get(story.url)["Vary"]

    assert {"Cookie", "Save-Data"} <= {each.strip() for each in varies.split(",")}


def test_a_face_becomes_initials(member):
    shown = {"photo": photos.accepted(photo()), "photo_audience": Audience.MEMBERS}
    other = PersonFactory(display_name="Aroha Ngata", profile=shown)
    url = reverse("forum_member:profile", args=[other.public_id])
    here = client_of(member)
    assert "/photo/" in here.get(url).text

    here.cookies["less_data"] = "1"

    html = here.get(url).text
    assert "/photo/" not in html
    assert ">AN</span>" in html


def test_reading_the_page_changes_nothing_and_who_signs_in_keeps_the_choice(member):
    here = Client()
    here.get(URL)
    assert "less_data" not in here.cookies

    here.post(URL)
    here.force_login(member)

    assert here.cookies["less_data"].value == "1"
    assert here.cookies["less_data"]["httponly"]
    assert 'class="less-data"' in here.get("/").text
