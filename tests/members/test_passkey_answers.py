"""Whatever comes in place of a passkey's answer is refused in words, and is never an error."""

import base64
import json

import pytest
from allauth.mfa.webauthn.internal import auth
from django.test import Client
from django.urls import reverse

from tests.factories.members import UserFactory


def in_base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def answer(**more) -> dict:
    response = {
        "clientDataJSON": in_base64(json.dumps({"type": "webauthn.get"}).encode()),
        "authenticatorData": in_base64(b"\0" * 37),
        "attestationObject": in_base64(b"\xa0"),
        "signature": in_base64(b"x"),
        "userHandle": in_base64(b"1"),
    }
    return {"id": "AA", "rawId": "AA", "type": "public-key", "response": response} | more


ODD = {
    "a long number": "9" * 5000,
    "deep": "[" * 100_000,
    "deep within": "[" * 9_000 + "]" * 9_000,
    "a list": "[1]",
    "a number": "1",
    "words": '"hello"',
    "nothing": "null",
    "no JSON": "{",
    "empty": "{}",
    "NaN": '{"id": NaN}',
    "NUL": '{"id": "\\u0000"}',
    "half a character": json.dumps(answer(id="\ud800")),
    "no response": json.dumps(answer(response=None)),
    "a list for a response": json.dumps(answer(response=[1])),
    "numbers for bytes": json.dumps(answer(id=1, rawId=2)),
    "no base64": json.dumps(answer(response=dict.fromkeys(answer()["response"], "*"))),
    "bytes of nothing": json.dumps(answer(response=dict.fromkeys(answer()["response"], ""))),
    "a long handle": json.dumps(
        answer(response=answer()["response"] | {"userHandle": in_base64(b"9" * 4400)})
    ),
    "nobody's handle": json.dumps(
        answer(response=answer()["response"] | {"userHandle": in_base64(b"9" * 30)})
    ),
    "nearly right": json.dumps(answer()),
    "large": json.dumps(answer(more="x" * 30_000)),
}


@pytest.fixture(autouse=True)
def _asked_before(monkeypatch):
    """The site has asked a device: without that it looks at no answer."""
    monkeypatch.setattr(auth, "get_state", lambda: {"challenge": "AA", "user_verification": None})


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_signing_in_with_it_leads_back_to_signing_in(odd):
    UserFactory()

    response = Client().post(reverse("mfa_login_webauthn"), {"credential": odd})

    assert (response.status_code, response["Location"]) == (302, reverse("account_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_no_other_page_takes_it(name, odd, member_client):
    response = member_client.post(reverse(name), {"credential": odd, "name": "My phone"})

    assert response.status_code in (200, 302)
    if response.status_code == 200:
        assert response.context["form"].errors
