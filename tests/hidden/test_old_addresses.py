"""The old address of a page leads those on who may see the page, and is nothing to others."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from tests.factories.home import StandardPageFactory
from tests.hidden.conftest import House, another, browser_of
from tests.hidden.test_asking import answer

OLD = "/communities/an-old-name/"


def test_whoever_may_see_the_page_is_led_there(house: House):
    response = browser_of(house.insider).get(OLD)

    assert (response.status_code, response["Location"]) == (301, house.community.url)


def test_the_old_address_of_an_open_page_leads_everybody_on(house: House, client):
    page = StandardPageFactory(slug="new")
    Redirect.add_redirect("/old/", page)

    response = client.get("/old/?from=mail")

    assert (response.status_code, response["Location"]) == (301, page.url)


def test_what_is_for_members_asks_a_visitor_to_sign_in_and_names_nothing_new(house: House, client):
    page = StandardPageFactory(slug="new")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    Redirect.add_redirect("/old/", page)

    response = client.get("/old/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/old/")
    assert browser_of(house.insider).get("/old/")["Location"] == page.url


@pytest.mark.parametrize(
    "link",
    [
        "/communities/quiet-kitchen/",
        "/communities/quiet-kitchen/?from=mail#purpose",
        "http://testserver/communities/quiet-kitchen/",
        "/communities/quiet-kitchen/more/",
        "/drafted-quietly/",
        "/notes/",
    ],
)
@pytest.mark.parametrize("is_permanent", [True, False])
def test_so_with_one_that_was_typed(house: House, outsiders, link, is_permanent):
    Redirect.add_redirect("/typed/", link, is_permanent=is_permanent)

    for browser in outsiders.values():
        there = answer(browser, "GET", "/typed/")
        assert there[0] == 404
        assert there == answer(browser, "GET", f"/{another('typed')}/")


@pytest.mark.parametrize("link", ["https://example.org/quiet/", "/search/?q=tea", "/forum/"])
def test_other_places_are_still_led_to(house: House, client, link):
    Redirect.add_redirect("/typed/", link)

    response = client.get("/typed/")

    assert (response.status_code, response["Location"]) == (301, link)


def test_a_page_that_moved_into_the_hidden_is_gone_for_others(
    house: House, outsiders, django_capture_on_commit_callbacks
):
    page = StandardPageFactory(slug="moving")
    with django_capture_on_commit_callbacks(execute=True):
        page.move(house.closed, pos="last-child")

    assert answer(outsiders["visitor"], "GET", "/moving/")[0] == 404
    assert browser_of(house.insider).get("/moving/").status_code == 301


@pytest.mark.parametrize(
    "address",
    [
        "/_util/authenticate_with_password/{page}/{page}/",
        "/documents/authenticate_with_password/{page}/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_asks_for_a_shared_password(house: House, client: Client, address, method):
    restriction = PageViewRestriction.objects.create(
        page=house.closed, restriction_type="password", password="kete"
    )
    asked = address.format(page=restriction.pk)

    response = getattr(client, method)(asked, {"password": "kete", "return_url": "/notes/"})

    assert response.status_code == 404


def test_a_page_under_a_shared_password_is_closed(house: House, client):
    page = StandardPageFactory(slug="shared")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="kete")

    assert answer(client, "GET", page.url) == answer(client, "GET", f"/{another('shared')}/")
