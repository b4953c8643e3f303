"""What is turned away at the door: other hosts, other methods; and HEAD has no body."""

import logging
import re

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from core.addresses import number
from tests.factories.home import SiteSettingsFactory

OTHER_HOSTS = [
    *("evil.example", "169.254.169.254", "evil.example:8000", "testserver.evil.example"),
    *("a b", "", "[::1", "testserver:port", "testserver/path", "a" * 5000, "%00", "testserver\x00"),
    *("тест.example", "user@testserver", "testserver, evil.example", "*", ".", ".."),
]


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_another_host_is_told_so_in_one_line(db, stranger, host, secure, caplog):
    SiteSettingsFactory()

    with override_settings(SECURE_SSL_REDIRECT=True, SITE_URL="https://alongside.example.org"):
        browser = Client(raise_request_exception=False)
        with caplog.at_level(logging.WARNING, "django"):
            response = browser.get("/events/", HTTP_HOST=host, secure=secure)

    assert response.status_code == 400
    assert "This is not our address" in response.text
    assert "https://alongside.example.org/" in response.text
    assert "help now" in response.text.lower()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in response["Content-Security-Policy"]
    assert [record.getMessage() for record in caplog.records] == ["Bad Request: /events/"]
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_health_is_asked_by_any_name(db, stranger, address, host):
    response = stranger.get(address, HTTP_HOST=host)

    assert response.status_code == 200


def test_our_own_host_is_answered(db, stranger):
    assert stranger.get("/accounts/login/", HTTP_HOST="localhost:8000").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/accounts/login/", "/none/", "/healthz", "/static/css/site.css", "/sitemap.xml", "/x" * 2000],
)
def test_head_is_get_without_the_body(db, address):
    """Asked below the test client, which takes the body away by itself."""
    asked = {}
    for method in ("GET", "HEAD"):
        asked[method] = below_the_client(method, address)
    got, head = asked["GET"], asked["HEAD"]

    assert got[2] != b""
    assert head == (got[0], got[1], b"")


def test_head_for_another_host_has_no_body_either(db):
    status, _headers, body = below_the_client("HEAD", "/", HTTP_HOST="evil.example")

    assert (status, body) == (400, b"")


def below_the_client(method: str, address: str, **asked) -> tuple[int, dict[str, str], bytes]:
    client = Client(raise_request_exception=False)
    environ = client._base_environ(
        REQUEST_METHOD=method, PATH_INFO=address, SERVER_NAME="testserver", **asked
    )
    told: dict[str, object] = {}

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        told["status"] = int(status.split()[0])
        told["headers"] = {name: value for name, value in headers if name != "X-Request-ID"}

    answer = WSGIHandler()(environ, start)
    body = b"".join(answer)
    answer.close()
    return told["status"], told["headers"], re.sub(rb'value="[\w-]{64}"', b"", body)


def test_every_number_in_an_address_fits_into_a_database():
    """Ours, machina's and Wagtail's; one that is longer is the address of nothing."""

    def converters(resolver: URLResolver):
        for entry in resolver.url_patterns:
            yield from entry.pattern.converters.values()
            if isinstance(entry, URLResolver):
                yield from converters(entry)

    numbers = [each for each in converters(get_resolver()) if isinstance(each, IntConverter)]
    assert len(numbers) > 150
    assert {each.regex for each in numbers} == {"[0-9]{1,18}"}


@pytest.mark.parametrize(
    "address",
    [
        *("/media/%00.jpg", "/media/a/%00/b.jpg", "/documents/1/%00", "/welcome/%00/", "/%00/"),
        *("/forum/member/profile/%00/", "/forum/forum/a%00b-1/", "/people/a%00b/photo/"),
        *("/accounts/invitation/%00/", "/notifications/stop/%00/", "/notifications/open/%00/"),
        *("/admin/images/chooser/chosen/%00/", "/admin/bulk/%00/page/delete/", "/admin/%00/"),
    ],
)
def test_nul_stands_in_no_address(coordinator_client, address):
    assert coordinator_client.get(address).status_code == 404


def test_no_address_of_ours_reads_numbers_by_itself():
    """Wagtail's comparison of two versions does, behind a number that is bounded below."""

    def patterns(resolver: URLResolver, before: str = ""):
        for entry in resolver.url_patterns:
            route = f"{before}{entry.pattern}"
            if isinstance(entry, URLPattern):
                yield route
            else:
                yield from patterns(entry, route)

    by_itself = [route for route in patterns(get_resolver()) if r"\d" in route or "[0-9]" in route]
    assert [route for route in by_itself if not route.startswith("admin/")] == []


@pytest.mark.parametrize("digits", ["9" * 19, "9223372036854775808", "1" * 5000, "0" * 30 + "1"])
@pytest.mark.parametrize(
    "address",
    [
        *("/membership/{}/", "/membership/{}/looking-after/", "/membership/{}/join/"),
        *("/forum/forum/room-{}/", "/forum/attachment/{}/", "/forum/rooms/{}/follow/"),
        *("/forum/forum/room-1/topic/topic-{}/", "/forum/moderation/queue/{}/"),
        *("/events/{}/calendar.ics", "/documents/{}/guide.pdf", "/announcements/{}/"),
        *("/admin/pages/{}/edit/", "/admin/rooms/edit/{}/", "/admin/users/close/{}/"),
        *("/admin/pages/{}/revisions/compare/1...2/", "/admin/pages/1/revisions/compare/{}...2/"),
        "/forum/tracking/mark/topics/{}/read/",
    ],
)
def test_a_longer_number_is_not_found(coordinator_client, address, digits):
    coordinator_client.raise_request_exception = False
    for method in (coordinator_client.get, coordinator_client.post):
        assert method(address.format(digits)).status_code == 404


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        *(("7", 7), (7, 7), ("007", 7), ("9" * 18, 10**18 - 1)),
        *(("9" * 19, None), ("1" * 5000, None), ("-1", None), ("1.5", None), ("", None)),
        *(("²", None), ("٣", None), ("1\x00", None), (" 1", None), (None, None)),
    ],
)
def test_a_number_that_is_given_is_one_to_look_for_or_none(given, expected):
    assert number(given) == expected
