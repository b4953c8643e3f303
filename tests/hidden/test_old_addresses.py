"""The old address of a page leads those on who may see the page, and is nothing to others."""

import pytest
from django.test import Client
from machina.core.db.models import get_model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from forum.rooms.enums import Audience
from tests.factories.forum import PostFactory, RoomFactory
from tests.factories.home import StandardPageFactory
from tests.forum.addresses import room_url
from tests.hidden.conftest import House, addresses, another, browser_of, of_nothing
from tests.hidden.test_asking import answer

ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
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


HIDDEN = (
    *("the page", "its old address", "a page for its group", "an unpublished page"),
    *("the room", "the topic", "its feed", "the picture", "the document", "the attachment"),
    *("forum_conversation:topic_create", "forum_conversation:post_update", "a waiting post"),
    *("forum_moderation:topic_move", "communities:join", "communities:looking_after"),
    *("communities:history", "follow", "subscribe", "remove somebody"),
)
"""What has an address, by its name in ``addresses``."""
WRITTEN = {
    "plainly": "{}",
    "with more behind it": "{}?from=mail#post-1",
    "without its slash": "{bare}",
    "with its host": "http://testserver{}",
    "without a scheme": "//testserver{}",
    "with another name of the host": "https://localhost:443{}",
    "with a name before the host": "http://whetu@testserver{}",
    "in capitals": "HTTP://TestServer{}",
    "roundabout": "/search/..{}",
    "more roundabout": "/search/%2E%2e{}",
}
TYPED = "/typed/"


@pytest.mark.parametrize("name", HIDDEN)
def test_so_with_whatever_has_an_address(house: House, outsiders, name):
    """It answers as one that leads to nothing; that some screens ask to sign in tells nothing."""
    hidden = addresses(house)[name]
    Redirect.add_redirect(TYPED, hidden, is_permanent=False)
    there = {who: answer(browser, "GET", TYPED) for who, browser in outsiders.items()}
    Redirect.objects.filter(old_path__startswith="/typed").update(redirect_link=of_nothing(hidden))

    for who, browser in outsiders.items():
        assert there[who] == answer(browser, "GET", TYPED)
        if there[who][0] != 404:
            assert there[who][1]["Location"] == "/accounts/login/?next=/*/"


@pytest.mark.parametrize("how", WRITTEN)
@pytest.mark.parametrize("name", ["the page", "the room", "the document"])
def test_however_it_is_written(house: House, outsiders, how, name):
    address = addresses(house)[name]
    link = WRITTEN[how].format(address, bare=address.rstrip("/"))
    Redirect.add_redirect(TYPED, link, is_permanent=False)

    for browser in outsiders.values():
        nothing = answer(browser, "GET", f"/{another('typed')}/")
        assert (nothing[0], answer(browser, "GET", TYPED)) == (404, nothing)
    assert browser_of(house.insider).get(TYPED).status_code == 302


@pytest.mark.parametrize("name", ["the page", "the room", "the topic", "the document"])
def test_by_way_of_other_old_addresses_it_leads_nowhere_else(house: House, outsiders, name):
    Redirect.add_redirect("/first/", "/second.html")
    Redirect.add_redirect("/second.html", TYPED)
    Redirect.add_redirect(TYPED, addresses(house)[name])

    for browser in outsiders.values():
        nothing = answer(browser, "GET", f"/{another('first')}/")
        assert (nothing[0], answer(browser, "GET", "/first/")) == (404, nothing)
    assert browser_of(house.insider).get("/first/")["Location"] == "/second.html"


def test_one_that_leads_back_to_itself_leads_nowhere(house: House, client):
    Redirect.add_redirect(TYPED, "/back/")
    Redirect.add_redirect("/back/", TYPED)

    assert client.get(TYPED).status_code == 404


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://[", "data:text/html,x"])
def test_one_that_leads_to_no_address_is_nothing(house: House, client, link):
    Redirect.add_redirect(TYPED, link)
    Redirect.add_redirect("/first/", TYPED)

    assert client.get(TYPED).status_code == client.get("/first/").status_code == 404


def test_a_room_for_members_is_for_members(house: House, client):
    room = RoomFactory(name="Over tea", audience=Audience.MEMBERS)
    Redirect.add_redirect(TYPED, room_url(room))

    assert client.get(TYPED).status_code == 404
    assert browser_of(house.insider).get(TYPED)["Location"] == room_url(room)


def test_to_ask_is_not_to_read(house: House):
    """Nothing is marked as read before somebody has followed."""
    PostFactory(topic=house.topic)
    Redirect.add_redirect(TYPED, addresses(house)["the topic"])
    reader = browser_of(house.insider)
    marks = ForumReadTrack.objects.filter(forum=house.room.forum, user=house.insider)

    reader.get(TYPED)

    assert not marks.exists()
    reader.get(TYPED, follow=True)
    assert marks.exists()


def test_a_form_sent_to_an_old_address_is_led_on_as_one_who_reads(house: House):
    Redirect.add_redirect(TYPED, addresses(house)["the page"])

    assert browser_of(house.insider).post(TYPED, {"a": "b"}).status_code == 301


@pytest.mark.parametrize(
    "link",
    [
        *("https://example.org/quiet/", "https://example.org/communities/quiet-kitchen/"),
        *("/search/?q=tea", "/forum/", "/", "/static/css/site.css", "/old/leaflet.pdf"),
        *("http://testserver:8080/communities/", "/accounts/login/", "//example.org/"),
    ],
)
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
