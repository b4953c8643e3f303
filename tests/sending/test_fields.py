"""What is secret in a form is decided once, and nobody writes it down or shows it."""

import json

import pytest
from django.test import Client, RequestFactory

from cop_site.unsaved import unsaved
from members.models import KeptForm
from members.sending import fields, keys
from tests.factories.joining import publish_agreement
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url
from tests.sending.forms import open_form
from tests.sending.people import end_session

SECRET = [
    *("password", "password1", "oldpassword", "New_Password", "passcode", "client-secret"),
    *("token", "access_token", "credential", "code", "otp_code", "recovery-codes", "0-code", "pin"),
]
PLAIN = ["content", "postcode", "secretary", "pinned", "encoded", "decoder", "shopping", "about"]


@pytest.mark.parametrize("name", SECRET)
def test_a_name_that_says_secret(name):
    request = RequestFactory().post("/", {name: "a quiet walk", "content": "Words"})

    assert fields.is_secret(name)
    assert fields.holds_secret(request)
    assert list(fields.sent(request)) == [("content", "Words")]


@pytest.mark.parametrize("name", [*PLAIN, fields.TOKEN, fields.KEY, fields.KEPT, fields.AGREED])
def test_a_name_that_does_not(name):
    request = RequestFactory().post("/", {name: "a quiet walk"})

    assert not fields.is_secret(name)
    assert not fields.holds_secret(request)


def test_what_the_site_put_into_the_form_is_sent_on_and_is_not_filled_in():
    ours = {fields.KEY: "k", fields.KEPT: "1", fields.LEAVE_OUT: "2", fields.AGREED: "3"}
    request = RequestFactory().post("/", {fields.TOKEN: "t", "about": "Me"} | ours)

    assert dict(fields.sent(request)) == {"about": "Me"} | ours
    assert fields.filled_in(request) == [("about", "Me")]


@pytest.mark.parametrize("name", SECRET)
def test_a_secret_is_no_word_that_tells_two_presses_apart(name):
    def words(secret):
        return keys.words(RequestFactory().post("/", {"content": "Words", name: secret}))

    assert words("one") == words("another")


@pytest.mark.django_db
@pytest.mark.parametrize("name", SECRET)
def test_a_form_with_a_secret_waits_for_nobody(topic, browser, name):
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    form.send(browser, content="Words", **{name: "a quiet walk"})

    assert not KeptForm.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["postcode", "secretary"])
def test_a_form_with_a_plain_name_waits(topic, browser, name):
    form = open_form(browser, reply_url(topic))
    end_session(browser)

    form.send(browser, content="Words", **{name: "6011"})

    assert [name, "6011"] in json.loads(KeptForm.objects.get().fields)


@pytest.mark.django_db
@pytest.mark.parametrize("name", SECRET)
def test_the_page_of_the_agreement_sends_no_secret_on(topic, name):
    client = Client()
    client.force_login(UserFactory())
    publish_agreement(1)

    held = client.post(reply_url(topic), {"content": "Dear words", name: "a quiet walk"})

    assert held.status_code == 409
    assert "Dear words" in held.text
    assert "a quiet walk" not in held.text


@pytest.mark.parametrize("name", SECRET)
def test_the_page_that_a_part_is_away_shows_none(name):
    def shown(data):
        request = RequestFactory().post("/x/", {"content": "Dear words of mine"} | data)
        request._dont_enforce_csrf_checks = True
        return unsaved(request)

    assert shown({name: "a quiet walk"}) is None
    assert shown({}).texts == [("content", "Dear words of mine")]
