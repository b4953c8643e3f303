"""Home, plain pages, links in the menu."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage
from tests.factories.communities import CommunityFactory
from tests.factories.home import LinkPageFactory, StandardPageFactory
from tests.factories.resources import ResourceIndexPageFactory, ResourcePageFactory


def page_text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_fresh_database_has_a_home_page(client, db):
    assert Site.objects.get().root_page.specific_class is HomePage
    assert page_text(client.get("/")).count("<h1") == 1


def test_a_visitor_is_told_what_this_is_and_asked_in(client, home):
    home.headline = "Side by side"
    home.lead = "A place for peer support workers. Come in."
    home.save()

    text = page_text(client.get("/"))

    assert "Side by side</h1>" in text
    assert "A place for peer support workers. Come in." in text
    assert "Look around" in text
    assert 'href="/accounts/signup/">Join' in text


def test_home_shows_the_newest_resources_and_the_communities_by_purpose(client, home):
    ResourcePageFactory(title="A guide to supervision")
    CommunityFactory(title="Peer workers", purpose="To think out loud together.")

    text = page_text(client.get("/"))

    assert "A guide to supervision" in text
    assert "Peer workers" in text
    assert "To think out loud together." in text


def test_a_member_without_a_community_gets_three_first_steps(member_client, member):
    CommunityFactory(title="Clinical teams")

    text = page_text(member_client.get("/"))

    assert 'id="first-steps"' in text
    assert text.count('class="steps__step"') == 3
    assert "Clinical teams" in text


def test_a_member_of_a_community_is_shown_it(member_client, member):
    CommunityFactory(title="Clinical teams", members=[member])

    text = page_text(member_client.get("/"))

    assert "Your communities" in text
    assert "Clinical teams" in text


def test_home_shows_nothing_from_a_closed_part_of_the_tree(client, member_client, home):
    library = ResourceIndexPageFactory()
    ResourcePageFactory(parent=library, title="For the steering group")
    PageViewRestriction.objects.create(page=library, restriction_type="login")

    assert "For the steering group" not in page_text(client.get("/"))
    assert "For the steering group" in page_text(member_client.get("/"))


def test_a_plain_page_shows_its_story_under_its_title(client, home):
    StandardPageFactory(
        title="About us", slug="about", body=[("prose", "<h2>Who we are</h2><p>Peers.</p>")]
    )

    text = page_text(client.get("/about/"))

    assert '<h1 dir="auto">About us</h1>' in text
    assert "<h2>Who we are</h2>" in text


def test_a_page_deep_in_the_tree_is_found_with_its_breadcrumb(client, home):
    about = StandardPageFactory(title="About", slug="about")
    team = StandardPageFactory(title="Team", slug="team", parent=about)
    StandardPageFactory(title="History", slug="history", parent=team)

    response = client.get("/about/team/history/")

    assert [(c["title"], c["url"]) for c in response.context["crumbs"]] == [
        ("Home", "/"),
        ("About", "/about/"),
        ("Team", "/about/team/"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/nothing/",
        "/about/nothing/",
        "/nothing/about/",
        "/about/about/",
        "/a/" * 9,
        "/x" * 900 + "/",
    ],
)
def test_an_address_without_a_page_is_not_found(client, home, address):
    StandardPageFactory(slug="about")

    assert client.get(address).status_code == 404


def test_an_unpublished_page_is_not_found_but_what_lies_below_it_is(client, home):
    draft = StandardPageFactory(title="Draft", slug="draft", live=False)
    StandardPageFactory(title="Below", slug="below", parent=draft)

    assert client.get("/draft/").status_code == 404
    response = client.get("/draft/below/")
    assert [c["title"] for c in response.context["crumbs"]] == ["Home"]


def test_a_page_under_a_closed_one_is_closed(client, member_client, home):
    closed = StandardPageFactory(slug="closed")
    StandardPageFactory(title="Minutes", slug="minutes", parent=closed)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    assert client.get("/closed/minutes/").status_code == 302
    assert member_client.get("/closed/minutes/").status_code == 200


def test_an_alias_is_closed_when_its_source_is(client, home):
    source = StandardPageFactory(title="Source", slug="source")
    PageViewRestriction.objects.create(page=source, restriction_type="login")
    source.create_alias(update_slug="copy")

    assert client.get("/copy/").status_code == 302


@pytest.mark.parametrize("link", ["/forum/", "https://example.org/talk"])
def test_a_link_page_gives_its_link_as_its_address_and_leads_there(client, home, link):
    page = LinkPageFactory(link=link, slug="talk")

    assert page.get_url() == link
    response = client.get("/talk/")
    assert (response.status_code, response.url) == (302, link)


def test_a_link_page_has_the_full_address_of_what_it_leads_to(home):
    assert LinkPageFactory(link="/forum/").full_url == "http://localhost:8000/forum/"
    assert LinkPageFactory(link="https://example.org/", slug="x").full_url == "https://example.org/"


def test_a_link_page_is_left_out_of_the_sitemap(home):
    assert LinkPageFactory().get_sitemap_urls() == []


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "//example.org", "http://example.org", "x"]
)
def test_a_link_page_refuses_an_address_that_is_neither_here_nor_https(home, link):
    page = LinkPageFactory.build(link=link, parent=None)

    with pytest.raises(ValidationError) as refusal:
        page.clean()

    assert "starts with /" in refusal.value.message_dict["link"][0]
