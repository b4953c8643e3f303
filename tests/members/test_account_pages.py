"""Every account page stands in our frame, in our words, with nothing inline."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.factories.members import PASSWORD
from tests.members.conftest import code_in_mail, link_in_mail

pytestmark = pytest.mark.django_db

FOREIGN_WORDS = re.compile(r"\b(users?|submit|invalid|oops|two-factor|sign up|log ?in)\b", re.I)
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(\ssrc=|application/json))")


def assert_is_ours(answer: HttpResponse, title: str, status: int = 200) -> None:
    """One page of the site: its title, its frame, its templates, and no policy broken."""
    assert answer.status_code == status
    page = answer.content.decode()
    assert re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)[1].strip() == title
    assert page.count("<h1") == 1
    name = re.search(r"<title>\s*(.*?)\s*–", page, re.S)[1].removeprefix("Error: ")
    assert title.startswith(name.removesuffix(" a passkey"))
    assert 'class="skip-link"' in page
    assert not INLINE.search(page), INLINE.search(page)
    words = re.sub(r"<(script|svg)\b.*?</\1>|<[^>]+>", " ", page, flags=re.S)
    assert not FOREIGN_WORDS.search(words), FOREIGN_WORDS.search(words)
    stock = {t.origin.name for t in answer.templates if "/allauth/templates/" in t.origin.name}
    assert stock == set()


VISITORS = {
    "account_login": "Sign in",
    "account_signup": "Make an account",
    "account_reset_password": "A new password",
    "account_reset_password_done": "Look at your mail",
    "account_reset_password_from_key_done": "Your password is changed",
    "account_closing": "Your account is locked",
    "account_waiting": "Your account waits",
    "account_inactive": "This account is closed",
    "socialaccount_login_cancelled": "You turned back",
}
MEMBERS = {
    "account_security": "Sign-in and security",
    "account_name": "Change your name",
    "account_close": "Close your account",
    "account_data": "Take a copy of your data",
    "account_data_ready": "Your copy downloads",
    "account_access": "Who has looked at what is yours",
    "account_email": "Change your e-mail address",
    "account_change_password": "Change your password",
    "account_logout": "Sign out",
    "account_reauthenticate": "Is it you?",
    "mfa_index": "Second step and passkeys",
    "mfa_activate_totp": "Turn on an authenticator app",
    "mfa_list_webauthn": "Your passkeys",
    "mfa_add_webauthn": "Add a passkey",
    "usersessions_list": "Where you are signed in",
    "socialaccount_connections": "Sign-in through an organisation",
}
# Shown in the middle of something, or with a second step: each has a test below.
IN_BETWEEN = {
    "account_data_copy",
    "account_invitation",
    "account_confirm_login_code",
    "account_confirm_reauthentication_code",
    "account_email_verification_sent",
    "account_keep",
    "account_request_reauthentication_code",
    "account_reset_password_from_key",
    "account_second_step",
    "account_set_password",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_error",
    "socialaccount_signup",
}


@pytest.fixture
def fresh(client: Client, peer, sign_in) -> Client:
    """Somebody who has just shown again who they are: nothing asks them twice."""
    sign_in(client, peer.email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_no_account_page_is_forgotten():
    prefixes = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect")
    names = {
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and name.startswith(prefixes)
    }
    assert names == set(VISITORS) | set(MEMBERS) | IN_BETWEEN


@pytest.mark.parametrize("name", VISITORS)
def test_a_page_on_the_way_in(client, name):
    assert_is_ours(client.get(reverse(name)), VISITORS[name])


@pytest.mark.parametrize("name", MEMBERS)
def test_a_page_about_ones_account(fresh, name):
    assert_is_ours(fresh.get(reverse(name)), MEMBERS[name])


@pytest.mark.parametrize("name", sorted(set(MEMBERS) - {"account_logout"}))
def test_a_visitor_signs_in_before_a_page_about_an_account(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=")


def test_the_page_for_the_code_of_a_new_account(client, post):
    data = {"display_name": "Hemi", "email": "h@example.org", "password1": PASSWORD}
    address = post(client, "/accounts/signup/", data).url

    assert_is_ours(client.get(address), "Type the code we sent you")
    assert_is_ours(client.post(address, {"code": "WRONG1"}), "Type the code we sent you")


def test_forms_with_something_to_look_at_again(fresh):
    visitor = Client()
    assert_is_ours(visitor.post("/accounts/login/", {}), "Sign in")
    assert_is_ours(visitor.post("/accounts/signup/", {"email": "x"}), "Make an account")
    assert_is_ours(visitor.post("/accounts/password/reset/", {}), "A new password")
    assert_is_ours(fresh.post("/accounts/name/", {}), "Change your name")
    assert_is_ours(fresh.post("/accounts/password/change/", {}), "Change your password")
    assert_is_ours(
        fresh.post("/accounts/email/", {"email": "x", "action_add": "1"}),
        "Change your e-mail address",
    )
    assert_is_ours(
        fresh.post("/accounts/2fa/totp/activate/", {"code": "000000"}),
        "Turn on an authenticator app",
    )


def test_the_page_of_the_link_for_a_new_password(client, peer, post):
    post(client, "/accounts/password/reset/", {"email": peer.email})
    form = client.get(link_in_mail()).url

    assert_is_ours(client.get(form), "Choose a new password")
    assert_is_ours(
        client.get("/accounts/password/reset/key/1-abc-def/"), "This link no longer works"
    )


def test_the_other_site_did_not_know_somebody(client):
    answer = client.get("/accounts/3rdparty/login/error/")

    assert_is_ours(answer, "That did not work", status=401)


def test_signing_in_by_code_is_not_offered(client):
    assert client.get("/accounts/login/code/confirm/").url == "/accounts/login/"


def test_changing_ones_address_asks_for_a_code_at_the_new_one(fresh, peer, post):
    answer = post(fresh, "/accounts/email/", {"email": "aroha@example.net", "action_add": "1"})
    assert_is_ours(fresh.get(answer.url), "Type the code we sent you")
    peer.refresh_from_db()
    assert peer.email == "aroha@example.org"

    post(fresh, answer.url, {"code": code_in_mail()})
    peer.refresh_from_db()
    assert peer.email == "aroha@example.net"
    assert [a.email for a in peer.emailaddress_set.all()] == ["aroha@example.net"]


def test_changing_ones_password_takes_the_old_one_and_the_new_one_once(fresh, peer, sign_in):
    data = {"oldpassword": PASSWORD, "password1": "the tide goes out again"}
    assert fresh.post("/accounts/password/change/", data).status_code == 302

    assert sign_in(Client(), peer.email, "the tide goes out again").status_code == 302
    assert fresh.get("/accounts/").status_code == 200


def test_what_matters_asks_again_after_a_quarter_of_an_hour(client, peer):
    client.force_login(peer)

    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        answer = client.get(reverse(name))
        assert answer.url.startswith("/accounts/reauthenticate/?next="), name
    answer = client.post("/accounts/email/", {"email": "a@example.net", "action_add": "1"})
    assert answer.url.startswith("/accounts/reauthenticate/?next=")


def test_changing_the_name_one_is_shown_by(fresh, peer):
    answer = fresh.post("/accounts/name/", {"display_name": "Aroha T"}, follow=True)

    assert_is_ours(answer, "Sign-in and security")
    assert "Your name is changed." in answer.content.decode()
    peer.refresh_from_db()
    assert peer.display_name == "Aroha T"


def test_signing_out_everywhere_else(fresh, peer, sign_in):
    elsewhere = Client()
    sign_in(elsewhere, peer.email)
    assert fresh.get("/accounts/sessions/").content.decode().count("Another device") == 1

    fresh.post("/accounts/sessions/")

    assert fresh.get("/accounts/").status_code == 200
    assert elsewhere.get("/accounts/").status_code == 302


def test_passkeys_are_listed_renamed_and_removed(fresh, peer):
    passkey = Authenticator.objects.create(
        user=peer, type=Authenticator.Type.WEBAUTHN, data={"name": "My phone", "credential": {}}
    )

    page = fresh.get("/accounts/2fa/webauthn/")
    assert_is_ours(page, "Your passkeys")
    assert "My phone" in page.content.decode()
    edit = f"/accounts/2fa/webauthn/keys/{passkey.pk}/edit/"
    assert_is_ours(fresh.get(edit), "Rename a passkey")
    fresh.post(edit, {"name": "My new phone"})
    remove = f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/"
    assert_is_ours(fresh.get(remove), "Remove “<bdi>My new phone</bdi>”?")
    fresh.post(remove)
    assert not Authenticator.objects.exists()


def test_somebody_elses_passkey_is_not_there(fresh, member):
    passkey = Authenticator.objects.create(
        user=member, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}}
    )

    assert fresh.get(f"/accounts/2fa/webauthn/keys/{passkey.pk}/edit/").status_code == 404
    assert fresh.get(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/").status_code == 404


def test_there_is_no_account_page_by_telephone():
    with pytest.raises(NoReverseMatch):
        reverse("account_change_phone")
