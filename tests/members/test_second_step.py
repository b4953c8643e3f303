"""An authenticator app, turned on and used with real codes."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from core import limits
from core.models import RateCount
from members import leaving
from tests.factories.members import PASSWORD
from tests.members.test_account_pages import assert_is_ours

pytestmark = pytest.mark.django_db


def code_for(secret: str, step: int = 0) -> str:
    """What an authenticator app shows now, or so many steps of 30 seconds later (RFC 6238)."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + step), hashlib.sha1).digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@pytest.fixture
def secret(client, peer, sign_in, post) -> str:
    """The key of an app that Aroha has just turned on."""
    sign_in(client, peer.email)
    post(client, "/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    key = re.search(r"<code>([A-Z2-7]+)</code>", page.content.decode())[1]
    answer = post(client, "/accounts/2fa/totp/activate/", {"code": code_for(key)})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    return key


def test_turning_it_on_gives_recovery_codes(client, secret):
    page = client.get("/accounts/2fa/recovery-codes/")

    assert_is_ours(page, "Recovery codes")
    assert page.content.decode().count("<code>") == 10
    download = client.get("/accounts/2fa/recovery-codes/download/")
    assert len(download.content.decode().split()) == 10


def test_signing_in_then_takes_password_and_code(peer, secret, sign_in, post):
    client = Client()
    answer = sign_in(client, peer.email)
    assert answer.url == "/accounts/2fa/authenticate/"
    assert_is_ours(client.get(answer.url), "Second step")
    assert "_auth_user_id" not in client.session

    wrong = post(client, answer.url, {"code": "000000"})
    assert_is_ours(wrong, "Second step")
    assert "_auth_user_id" not in client.session

    right = post(client, answer.url, {"code": code_for(secret, 1)})
    assert right.url == "/"
    assert client.session["_auth_user_id"] == str(peer.pk)


@pytest.mark.parametrize(
    ("step", "is_right"), [(-2, False), (-1, True), (1, True), (2, False), (-20, False)]
)
def test_a_code_one_step_late_or_early_is_right(step, is_right, secret, peer, sign_in, post):
    """Late, because people type slowly; early, because the clocks of phones go ahead."""
    client = Client()
    address = sign_in(client, peer.email).url

    post(client, address, {"code": code_for(secret, step)})

    assert ("_auth_user_id" in client.session) == is_right


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_each_code_is_right_once_whatever_the_cache_forgot(step, secret, peer, sign_in, post):
    """The one with which the app was turned on too; a space in it makes no other code."""
    code = code_for(secret, step)
    signed_in = []
    for typed in (code, code, f"{code[:3]} {code[3:]}"):
        cache.clear()
        client = Client()
        post(client, sign_in(client, peer.email).url, {"code": typed})
        signed_in.append("_auth_user_id" in client.session)

    assert signed_in == [step != 0, False, False]


def test_the_code_of_one_is_no_obstacle_to_another(secret, peer):
    code = code_for(secret)

    assert not limits.is_first("used-code", f"{peer.pk}|{code}", seconds=90)
    assert limits.is_first("used-code", f"{peer.pk + 1}|{code}", seconds=90)


def test_right_codes_are_no_attempts(secret, peer, sign_in, post):
    for _number in range(7):
        cache.clear()  # As if the code were another each time.
        RateCount.objects.filter(count=1).delete()
        client = Client()
        post(client, sign_in(client, peer.email).url, {"code": code_for(secret, 1)})
        assert "_auth_user_id" in client.session


def test_a_recovery_code_works_once(client, peer, secret, sign_in, post):
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    code = re.search(r"<code>(\w+)</code>", page)[1]

    for expected in (302, 200):
        browser = Client()
        address = sign_in(browser, peer.email).url
        assert post(browser, address, {"code": code}).status_code == expected


def test_guessing_codes_is_slow(peer, secret, sign_in, post):
    client = Client()
    address = sign_in(client, peer.email).url

    for _attempt in range(5):
        post(client, address, {"code": "000000"})

    page = post(client, address, {"code": code_for(secret)})
    assert "Too many attempts." in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_code_can_stand_in_for_the_password_when_asked_again(peer, secret, post):
    client = Client()
    client.force_login(peer)

    address = client.get("/accounts/2fa/totp/deactivate/").url
    assert address.startswith(("/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"))
    assert_is_ours(client.get("/accounts/2fa/reauthenticate/"), "Is it you?")
    post(client, "/accounts/2fa/reauthenticate/", {"code": code_for(secret, 1)})
    assert_is_ours(client.get("/accounts/2fa/totp/deactivate/"), "Turn off the authenticator app")


def test_turning_it_off_and_new_recovery_codes(client, peer, secret, sign_in, post):
    assert_is_ours(client.get("/accounts/2fa/"), "Second step and passkeys")
    assert_is_ours(client.get("/accounts/2fa/recovery-codes/generate/"), "New recovery codes")
    before = client.get("/accounts/2fa/recovery-codes/download/").content
    post(client, "/accounts/2fa/recovery-codes/generate/")
    assert client.get("/accounts/2fa/recovery-codes/download/").content != before

    assert_is_ours(client.get("/accounts/2fa/totp/deactivate/"), "Turn off the authenticator app")
    post(client, "/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.exists()
    assert sign_in(Client(), peer.email).url == "/"


def test_who_is_leaving_changes_their_mind_with_both_steps_only(peer, secret, sign_in, post):
    leaving.ask_to_leave(user=peer)
    client = Client()

    answer = sign_in(client, peer.email)
    assert answer.url == "/accounts/2fa/authenticate/"
    assert post(client, answer.url, {"code": "000000"}).status_code == 200

    answer = post(client, answer.url, {"code": code_for(secret, 1)})
    assert answer.url.startswith("/accounts/close/keep/")
    assert "_auth_user_id" not in client.session
    assert_is_ours(client.get(answer.url), "Your account is about to be closed")
    post(client, answer.url)
    peer.refresh_from_db()
    assert (peer.is_active, peer.display_name) == (True, "Aroha")
