"""One password from every keyboard (NIST SP 800-63B: normalised before it is hashed)."""

import unicodedata

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.hashers import MD5PasswordHasher, check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from members.models import User
from tests.factories.members import PASSWORD, UserFactory
from tests.members.conftest import code_in_mail, link_in_mail

pytestmark = pytest.mark.django_db

WORDS = "whitu kererū i runga i te waea"
SPELLINGS = [
    pytest.param(unicodedata.normalize("NFC", WORDS), id="windows"),
    pytest.param(unicodedata.normalize("NFD", WORDS), id="mac"),
    pytest.param(WORDS.replace("w", "\uff57"), id="full width"),
    pytest.param(WORDS.replace(" ", "\u00a0"), id="no-break space"),
    pytest.param(WORDS.replace(" ", "\u3000"), id="wide space"),
]


@pytest.mark.parametrize("set_as", SPELLINGS)
@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_password_set_on_one_keyboard_is_right_on_another(set_as, typed):
    user = UserFactory()
    user.set_password(set_as)

    assert user.check_password(typed)
    assert async_to_sync(user.acheck_password)(typed)
    assert not user.check_password(typed + "!")
    assert not user.check_password(typed.upper())


def test_a_hash_from_before_is_still_right_as_it_was_typed():
    decomposed = unicodedata.normalize("NFD", WORDS)
    user = UserFactory()
    user.password = make_password(decomposed)
    user.save()

    assert user.check_password(decomposed)
    assert async_to_sync(user.acheck_password)(decomposed)
    assert not user.check_password("another one altogether")


@pytest.mark.parametrize("typed", SPELLINGS)
def test_whoever_signed_up_on_a_mac_signs_in_anywhere(post, sign_in, typed):
    client = Client()
    new = {"display_name": "Hemi", "email": "hemi@example.org"}
    new["password1"] = unicodedata.normalize("NFD", WORDS)
    answer = post(client, "/accounts/signup/", new)
    post(client, answer.url, {"code": code_in_mail()})

    elsewhere = Client()
    sign_in(elsewhere, "hemi@example.org", typed)

    assert "_auth_user_id" in elsewhere.session


def test_a_password_that_was_reset_and_changed_is_normalised(post, peer):
    decomposed = unicodedata.normalize("NFD", WORDS)
    client = Client()
    post(client, "/accounts/password/reset/", {"email": peer.email})
    form = client.get(link_in_mail(), follow=True)
    post(client, form.request["PATH_INFO"], {"password1": decomposed})
    peer.refresh_from_db()
    assert check_password(WORDS, peer.password)

    client.force_login(peer)
    post(
        client,
        "/accounts/password/change/",
        {"oldpassword": decomposed, "password1": f"{decomposed} e"},
    )
    peer.refresh_from_db()
    assert check_password(f"{WORDS} e", peer.password)


def test_a_proof_of_who_it_is_takes_each_spelling(post, peer, settings):
    peer.set_password(WORDS)
    peer.save()
    client = Client()
    client.force_login(peer)

    answer = post(
        client,
        "/accounts/reauthenticate/",
        {"password": unicodedata.normalize("NFD", WORDS)},
    )

    assert answer.status_code == 302


def test_the_first_account_is_made_in_the_same_manner(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", unicodedata.normalize("NFD", WORDS))
    call_command("createsuperuser", email="a@example.org", display_name="A", interactive=False)

    assert check_password(WORDS, User.objects.get(email="a@example.org").password)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        pytest.param("a\u0304" * 14, "password_too_short", id="28 signs, 14 letters"),
        pytest.param("\ufb03" * 43, "password_too_long", id="43 signs, 129 letters"),
        pytest.param("\uff50assword", "password_too_common", id="common, in full width"),
    ],
)
def test_rules_count_what_is_hashed(password, code):
    with pytest.raises(ValidationError) as raised:
        validate_password(password)

    assert code in [error.code for error in raised.value.error_list]


@pytest.mark.parametrize("password", [WORDS, WORDS + " " + "a\u0304" * 97, WORDS + " o\ufb03ce"])
def test_rules_pass_what_is_long_enough_when_hashed(password):
    validate_password(password)


@pytest.mark.parametrize("password", [WORDS, unicodedata.normalize("NFD", WORDS)])
def test_guessing_takes_as_long_for_an_unknown_address(sign_in, peer, monkeypatch, password):
    def hashed(email: str) -> int:
        calls = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(
            MD5PasswordHasher, "encode", lambda *args: calls.append(args) or encode(*args)
        )
        sign_in(Client(), email, password)
        monkeypatch.undo()
        return len(calls)

    assert hashed(peer.email) == hashed("nobody@example.org") > 0


def test_a_password_of_a_megabyte_is_answered_at_once(sign_in, peer):
    answer = sign_in(Client(), peer.email, "a\u0304\u0327" * 300_000)

    assert answer.status_code == 200
    assert not mail.outbox
    assert peer.check_password(PASSWORD)
