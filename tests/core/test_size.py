"""What is far too large is answered before it is read."""

import io

import pytest
from django.test import Client, override_settings
from django.urls import reverse

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


class Unread(io.BytesIO):
    """A body that nobody may touch."""

    def read(self, *args):
        raise AssertionError("The body was read")

    readline = readinto = read


def send(client, url, size, body=None):
    return client.generic(
        "POST",
        url,
        **{
            "CONTENT_TYPE": "multipart/form-data; boundary=boundary",
            "CONTENT_LENGTH": str(size),
            "wsgi.input": body or Unread(),
        },
    )


@pytest.mark.parametrize("url", ["/forum/", "/nowhere/", "/accounts/login/", "/admin/"])
def test_a_visitor_sends_no_more_than_a_form(url):
    response = send(Client(), url, 2_500_001)

    assert response.status_code == 413
    assert "too large to send" in response.content.decode()


@pytest.mark.parametrize("url", [reverse("people:me"), "/admin/documents/add/"])
def test_a_member_sends_no_more_than_five_files(member_client, url):
    response = send(member_client, url, 30 * MEGABYTE + 1)

    assert response.status_code == 413
    assert "five files of 5 MB" in response.content.decode()


def test_what_is_not_too_large_is_read(member_client):
    with pytest.raises(AssertionError, match="was read"):
        send(member_client, reverse("people:me"), 30 * MEGABYTE)
    with pytest.raises(AssertionError, match="was read"):
        send(Client(), "/accounts/login/", 2_500_000)


@pytest.mark.parametrize("told", ["", "-1", "many", "²", "9" * 30])
def test_a_length_that_makes_no_sense_is_no_error_of_ours(told):
    response = send(Client(), "/accounts/login/", told, body=io.BytesIO())

    assert response.status_code in (200, 400, 413)


def test_the_page_needs_no_script_and_keeps_the_frame(member_client):
    page = send(member_client, "/forum/", 10**12).content.decode()

    assert "<h1>" in page
    assert 'id="main"' in page


@override_settings(MAX_REQUEST_SIZE=MEGABYTE)
def test_a_member_may_always_send_as_much_as_a_visitor(member_client):
    with pytest.raises(AssertionError, match="was read"):
        send(member_client, reverse("people:me"), 2_000_000)
