"""Whoever has neither password nor passkey shows by a code in their mail that it is them."""

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from django.core import mail
from django.test import Client
from django.urls import reverse

from members.models import User
from tests.factories.members import PASSWORD
from tests.members.conftest import code_in_mail
from tests.members.proof_by_mail.conftest import ASK, MATTERS, STATE, TYPE, without_password
from tests.members.test_account_pages import assert_is_ours
from tests.members.test_staff import SECOND_STEP, let_time_pass
from tests.sending.forms import form_in, open_form

pytestmark = pytest.mark.django_db

PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": "Te Whare",
                "client_id": "alongside",
                "secret": "s",
                "settings": {"server_url": "https://login.example.org"},
            }
        ]
    }
}


def test_a_code_by_mail_leads_on_to_where_somebody_was_going(browser, linked, post):
    led = browser.get(MATTERS).url
    assert led == f"{ASK}?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    page = browser.get(led)
    assert_is_ours(page, "Is it you?")
    assert linked.email in page.text
    assert mail.outbox == []

    form = form_in(page, led)
    sent = post(browser, form.address, form.data)
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([linked.email], "Your code for Alongside")
    ]
    page = browser.get(sent.url)
    assert_is_ours(page, "Type the code we sent you")
    form = form_in(page, sent.url)
    there = post(browser, form.address, form.data | {"code": code_in_mail()})

    assert there.url == MATTERS
    assert_is_ours(browser.get(MATTERS), "Turn on an authenticator app")


def test_the_mail_says_what_to_do_when_it_was_somebody_else(browser, ask):
    ask(browser)

    body = mail.outbox[-1].body
    assert "It works for ten minutes and once. Give it to nobody" in body
    assert "Sign out everywhere else:\nhttp://localhost:8000/accounts/sessions/" in body


def test_whoever_came_through_an_organisation_is_asked_as_well(client, settings, post, prove, rf):
    settings.SOCIALACCOUNT_PROVIDERS = PROVIDERS
    request = rf.get("/")
    session = request.session = client.session
    said = {"sub": "hemi", "email": "hemi@example.org", "email_verified": True}
    with request_context(request):
        organisation = get_social_adapter().get_provider(request, "oidc")
        brought = organisation.sociallogin_from_response(request, said)
    session["socialaccount_sociallogin"] = brought.serialize()
    session.save()
    data = {"display_name": "Hemi", "email": "hemi@example.org"}
    post(client, "/accounts/3rdparty/signup/", data)
    hemi = User.objects.get(email="hemi@example.org")
    assert client.session["_auth_user_id"] == str(hemi.pk)

    assert client.get(MATTERS).url.startswith(ASK)
    assert prove(client).url == MATTERS
    assert client.get(MATTERS).status_code == 200


def test_what_was_sent_before_the_question_is_done_after_it(browser, linked, post):
    led = post(browser, "/accounts/email/", {"email": "aroha@example.net", "action_add": "1"})
    form = open_form(browser, led.url)
    form = open_form(browser, post(browser, form.address, form.data).url)

    done = post(browser, form.address, form.data | {"code": code_in_mail()})

    assert done.url == "/accounts/confirm-email/"
    post(browser, done.url, {"code": code_in_mail()})
    linked.refresh_from_db()
    assert linked.email == "aroha@example.net"


def test_words_that_wait_for_the_proof_come_back(coordinator, settings, post):
    settings.STAFF_SECOND_STEP = False
    client = Client(enforce_csrf_checks=True)
    client.force_login(without_password(coordinator))
    page = reverse("wagtailusers_users:add")
    form = open_form(client, page)
    let_time_pass(client, seconds=3600)

    led = form.send(client, display_name="Tai", email="tai@example.net")
    assert led.url.startswith(ASK)
    form = open_form(client, led.url)
    form = open_form(client, post(client, form.address, form.data).url)
    proof = post(client, form.address, form.data | {"code": code_in_mail()})
    back = open_form(client, proof.url)

    assert proof.url == page
    assert (back.data["display_name"], back.data["email"]) == ("Tai", "tai@example.net")
    assert back.send(client).status_code == 302
    assert User.objects.filter(email="tai@example.net").exists()


WAYS = {
    "a password": ("", "/accounts/reauthenticate/"),
    "an app": (Authenticator.Type.TOTP, "/accounts/2fa/reauthenticate/"),
    "a passkey": (Authenticator.Type.WEBAUTHN, "/accounts/2fa/webauthn/reauthenticate/"),
}


def give(user: User, way: str) -> str:
    """Another way for somebody who had none; where it is asked for."""
    kind, address = WAYS[way]
    if kind:
        Authenticator.objects.create(user=user, type=kind, data={"name": "x", "credential": {}})
    else:
        user.set_password(PASSWORD)
        user.save()
    return address


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", [ASK, TYPE])
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_has_another_way_is_led_to_it(way, address, method, linked, client):
    theirs = give(linked, way)
    client.force_login(linked)

    answer = getattr(client, method)(f"{address}?next={MATTERS}")

    assert answer.status_code == 302
    assert answer.url.partition("?")[0] == theirs
    assert "activate" in answer.url
    assert mail.outbox == []


@pytest.mark.parametrize("way", WAYS)
def test_a_code_counts_no_more_when_there_is_another_way_meanwhile(way, browser, linked, ask, post):
    form = ask(browser)
    theirs = give(linked, way)
    browser.force_login(linked)  # A new password ends the session: they are back, with its state.
    session = browser.session
    session[STATE] = session.get(STATE, {}) | {"code": code_in_mail(), "at": 9e9}
    session.save()

    answer = post(browser, form.address, form.data | {"code": code_in_mail()})

    assert answer.url.partition("?")[0] == theirs
    assert browser.get(MATTERS).url.startswith(theirs)


@pytest.mark.parametrize("way", WAYS)
def test_it_is_no_choice_beside_another_way(way, linked):
    theirs = give(linked, way)

    methods = get_adapter().get_reauthentication_methods(linked)

    assert [method["url"] for method in methods] == [theirs]


@pytest.mark.parametrize("address", [ASK, TYPE])
def test_a_visitor_signs_in_first(address, client):
    for answer in (client.get(address), client.post(address, {"code": "X"})):
        assert answer.url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", [ASK, TYPE, "/accounts/password/set/"])
def test_whoever_has_no_way_at_all_is_refused(address, browser, linked):
    EmailAddress.objects.filter(user=linked).update(verified=False)

    assert_is_ours(browser.get(address), "This is not open to you", status=403)
    assert browser.post(address, {"code": "X"}).status_code == 403
    assert mail.outbox == []


def test_the_editors_screens_refuse_them_too(coordinator, settings, client):
    settings.STAFF_SECOND_STEP = False
    EmailAddress.objects.filter(user=without_password(coordinator)).delete()
    client.force_login(coordinator)
    let_time_pass(client, seconds=3600)

    answer = client.get("/admin/users/")

    assert answer.status_code == 403
    assert "We cannot ask whether it is you" in answer.text


def test_it_is_no_second_step(coordinator, settings, client, prove):
    """It lets them add one, and opens nothing by itself."""
    settings.STAFF_SECOND_STEP = True
    client.force_login(without_password(coordinator))

    assert prove(client).url == MATTERS

    assert client.get("/admin/").url.startswith(SECOND_STEP)
    page = client.get(SECOND_STEP).text
    assert ASK not in page
    assert re.search(r'href="/accounts/2fa/totp/activate/"', page)
    assert client.get(MATTERS).status_code == 200


def test_setting_the_first_password_asks_who_it_is(browser, linked, prove, post):
    page = "/accounts/password/set/"
    assert browser.get(page).url.startswith(ASK)

    assert prove(browser, page).url == page
    assert_is_ours(browser.get(page), "Set a password")
    post(browser, page, {"password1": PASSWORD})

    linked.refresh_from_db()
    assert linked.check_password(PASSWORD)
