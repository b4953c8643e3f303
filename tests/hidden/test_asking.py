"""Hidden things are asked for in every way, and answer as what does not exist, byte for byte."""

import re

import pytest
from django.test import Client

from tests.hidden.conftest import House, addresses, of_nothing

METHODS = (
    *("GET", "HEAD", "POST", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH"),
    *("PROPFIND", "CONNECT", "get", "BREW"),
)
ASKS = {
    "plainly": {},
    "for its words": {"QUERY_STRING": "preview=true&page=2&in_preview_panel=1"},
    "by script": {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_ACCEPT": "application/json"},
    "if it has changed": {"HTTP_IF_NONE_MATCH": "*"},
    "if it is new": {"HTTP_IF_MODIFIED_SINCE": "Sat, 28 Nov 2037 08:00:00 GMT"},
    "for a part": {"HTTP_RANGE": "bytes=0-9"},
    "in another language": {"HTTP_ACCEPT_LANGUAGE": "mi,de;q=0.5"},
    "by another name for the method": {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    "as a form": {"CONTENT_TYPE": "application/x-www-form-urlencoded"},
}
BY_CHANCE = ("X-Request-ID", "Expires", "Content-Length")
"""Of these the last is that of the address and the body."""
CHANCE = re.compile(
    rb'(csrfmiddlewaretoken" value=|"CSRF_TOKEN": |form_key" value=|nonce-|nonce=)"?[\w-]+'
)


def answer(client: Client, method: str, address: str, **asked) -> tuple:
    """Status, headers, cookies and body, without what is new in each answer or is the address."""
    client.cookies.pop("csrf", None)
    response = client.generic(method, address, secure=False, **asked)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.items() if name not in BY_CHANCE}
    if "Location" in headers:
        headers["Location"] = headers["Location"].replace(address.strip("/"), "*")
    body = body.replace(address.strip("/").encode(), b"*")
    cookies = sorted(response.cookies)
    return response.status_code, headers, cookies, CHANCE.sub(b"", body)


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_by_every_method_a_hidden_thing_answers_as_what_does_not_exist(
    house: House, outsiders, who
):
    different = []
    for name, address in addresses(house).items():
        nothing = of_nothing(address)
        for method in METHODS:
            there = answer(outsiders[who], method, address)
            if there != answer(outsiders[who], method, nothing):
                different.append((name, method, address, nothing, there[0]))
    assert different == []


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_however_it_is_asked_for(house: House, outsiders, who):
    different = []
    for name, address in addresses(house).items():
        nothing = of_nothing(address)
        pairs = [(how, address, nothing, asked) for how, asked in ASKS.items()]
        pairs.append(("without its slash", address.rstrip("/"), nothing.rstrip("/"), {}))
        pairs.append(("in capitals", address.upper(), nothing.upper(), {}))
        for how, one, other, asked in pairs:
            there = answer(outsiders[who], "GET", one, **asked)
            if there != answer(outsiders[who], "GET", other, **asked):
                different.append((name, how, one, other, there[0]))
    assert different == []


def test_who_is_inside_is_answered(house: House):
    """The addresses are right: else everything would be what does not exist."""
    inside = Client(raise_request_exception=False)
    inside.force_login(house.insider)
    asked = addresses(house)
    answers = {name: answer(inside, "GET", address)[0] for name, address in asked.items()}

    own = {name for name, status in answers.items() if status == 404}
    assert own == {
        *("an unpublished page", "a waiting post", "remove somebody", "its reports"),
        *(f"communities:{name}" for name in ("looking_after", "invite", "notice", "history")),
        "communities:step_down",
        "a message for who is on duty",
        *(f"duty:{name}" for name in ("community", "open", "hours", "day")),
        *("send_change_back", "take_out_details", "around somebody"),
    }
    assert answers["its old address"] == 301


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "BREW"])
@pytest.mark.parametrize(
    "address", ["/", "/healthz", "/static/css/site.css", "/nothing/", "/admin/"]
)
def test_a_method_that_no_page_is_asked_by_is_refused_everywhere_alike(db, client, method, address):
    response = client.generic(method, address)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
    assert response.content == b""
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in response["Content-Security-Policy"]
