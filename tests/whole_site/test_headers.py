"""Headers and cookies, on whatever is answered."""

import re

import pytest
from django.test import Client, override_settings

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PUBLIC = [
    *("home", "standard page", "resources", "resource", "resources of one kind", "events"),
    *("event on site", "event online", "conference", "opportunities", "opportunity"),
    *("communities", "community", "discussions", "public room", "public topic"),
]


def policy(response) -> dict[str, str]:
    """The Content-Security-Policy by directive."""
    parts = response["Content-Security-Policy"].split(";")
    return dict(part.strip().partition(" ")[::2] for part in parts)


def to_the_end(response) -> None:
    """Read what comes as a stream, so that its file is closed."""
    if response.streaming:
        b"".join(response.streaming_content)


def assert_guarded(response) -> None:
    assert {name: response.get(name) for name in ALWAYS} == ALWAYS
    assert "camera=()" in response["Permissions-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert policy(response)["frame-ancestors"] == "'none'"
    assert policy(response)["default-src"] == "'none'"


def assert_guarded_page(response) -> None:
    assert_guarded(response)
    assert policy(response)["base-uri"] == "'none'"
    assert policy(response)["form-action"] == "'self'"


@pytest.fixture
def picture(demo, client_of) -> str:
    """The address of a picture that a page of the demo shows."""
    for name in ("home", "resources", "standard page", "conference", "community"):
        found = re.search(r'src="(/media/[^"]+)"', client_of("visitor").get(demo[name]).text)
        if found:
            return found[1]
    raise AssertionError("No page of the demo shows a picture")


@pytest.mark.parametrize("name", ["home", "resource", "event on site", "public topic"])
@pytest.mark.parametrize("person", ["visitor", "member"])
def test_a_page_is_guarded(name, person, client_of, demo):
    response = client_of(person).get(demo[name])

    assert response.status_code == 200
    assert_guarded_page(response)


def test_a_page_that_is_not_there_is_guarded(client_of):
    response = client_of("visitor").get("/nothing/here/")

    assert response.status_code == 404
    assert_guarded_page(response)


@override_settings(ROOT_URLCONF="tests.browser.broken_urls")
def test_a_page_that_breaks_is_guarded(client_of, caplog):
    response = client_of("visitor").get("/breaks/")

    assert response.status_code == 500
    assert_guarded_page(response)


@pytest.mark.parametrize("path", ["css/site.css", "css/base.css", "js/site.js", "img/mark.svg"])
def test_a_static_file_is_guarded(path, client_of):
    response = client_of("visitor").get(f"/static/{path}")

    assert response.status_code == 200
    assert_guarded(response)
    to_the_end(response)


def test_a_picture_is_guarded_and_kept_for_a_day(picture, client_of):
    response = client_of("visitor").get(picture)

    assert response.status_code == 200
    assert_guarded(response)
    assert "sandbox" in policy(response)
    assert response["Cache-Control"] == "public, max-age=86400"
    to_the_end(response)


def test_a_document_is_guarded(client_of, demo):
    visitor = client_of("visitor")
    address = re.search(r'href="(/documents/[^"]+)"', visitor.get(demo["resource"]).text)

    response = visitor.get(address[1])

    assert response.status_code == 200
    assert_guarded(response)
    to_the_end(response)


def test_a_file_of_a_post_comes_as_a_download_in_a_sandbox(client_of, demo):
    member = client_of("member")
    page = member.get(demo["topic with files"]).text
    address = re.search(r'href="(/forum/[^"]*attachment[^"]*)"', page)

    response = member.get(address[1])

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    assert_guarded(response)
    assert "sandbox" in policy(response)
    to_the_end(response)


def test_wagtails_editor_alone_has_the_relaxed_policy(client_of):
    response = client_of("coordinator").get("/admin/")

    assert response.status_code == 200
    assert policy(response)["script-src"] == "'self' 'unsafe-inline'"
    assert policy(response)["default-src"] == "'none'"
    assert policy(response)["frame-ancestors"] == "'self'"
    assert policy(response)["form-action"] == "'self'"


@override_settings(
    SECURE_HSTS_SECONDS=31_536_000,
    SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
    SECURE_HSTS_PRELOAD=True,
)
def test_over_https_browsers_are_told_to_stay_there(demo):
    response = Client().get("/", secure=True)

    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.parametrize("name", PUBLIC)
def test_a_visitor_who_reads_gets_no_cookie(name, client_of, demo):
    visitor = client_of("visitor")

    response = visitor.get(demo[name])

    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-cache"


def test_a_visitor_who_searches_gets_no_cookie(client_of):
    response = client_of("visitor").get("/search/?q=supervision")

    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize(
    "name", [*PUBLIC, "topic", "my profile", "edit my profile", "people", "subscriptions"]
)
def test_a_page_made_for_a_member_is_never_stored(name, client_of, demo):
    response = client_of("member").get(demo[name])

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
