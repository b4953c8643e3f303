"""The code of the mail: right once, for ten minutes, and not to be guessed."""

import pytest
from django.core import mail
from django.test import Client

from core.models import RateCount
from tests.factories.members import UserFactory
from tests.members.conftest import code_in_mail
from tests.members.proof_by_mail.conftest import ASK, MATTERS, STATE, TYPE, without_password
from tests.members.test_account_pages import assert_is_ours
from tests.members.test_staff import let_time_pass
from tests.sending.forms import form_in, open_form

pytestmark = pytest.mark.django_db


def test_the_page_for_the_code_leads_back_when_none_was_asked_for(browser):
    answer = browser.get(f"{TYPE}?next={MATTERS}", follow=True)

    assert [address for address, _status in answer.redirect_chain] == [
        f"{ASK}?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    ]
    assert "works no longer" not in answer.text


@pytest.mark.parametrize("typed", ["", "WRONG1", "x" * 5000, "\x00", "ａｂｃ"])
def test_a_wrong_code_proves_nothing(typed, browser, ask, post):
    form = ask(browser)

    page = post(browser, form.address, form.data | {"code": typed})

    assert_is_ours(page, "Type the code we sent you")
    assert "Error: Type" in page.text
    assert browser.get(MATTERS).url.startswith(ASK)


def test_after_a_wrong_one_the_right_code_is_right(browser, ask, post):
    form = ask(browser)
    post(browser, form.address, form.data | {"code": "WRONG1"})

    right = post(browser, form.address, form.data | {"code": code_in_mail().lower()})

    assert right.url == MATTERS


@pytest.mark.parametrize(("seconds", "leads_to"), [(590, MATTERS), (610, ASK)])
def test_a_code_works_for_ten_minutes(seconds, leads_to, browser, ask, post):
    form = ask(browser)
    session = browser.session
    session[STATE] |= {"at": session[STATE]["at"] - seconds}
    session.save()

    answer = post(browser, form.address, form.data | {"code": code_in_mail()})

    assert answer.url.partition("?")[0] == leads_to
    is_told = "That code works no longer." in browser.get(answer.url).text
    assert is_told == (leads_to == ASK)


def test_guessing_is_over_after_five(browser, ask, post):
    form = ask(browser)
    for _number in range(4):
        assert post(browser, form.address, form.data | {"code": "WRONG1"}).status_code == 200

    fifth = post(browser, form.address, form.data | {"code": "WRONG1"})
    assert fifth.url.startswith(ASK)
    assert "Too many attempts. Wait five minutes" in browser.get(fifth.url).text
    late = post(browser, form.address, form.data | {"code": code_in_mail()})

    assert late.url.startswith(ASK)
    assert browser.get(MATTERS).url.startswith(ASK)


def test_a_new_code_does_not_make_guessing_quicker(browser, ask, post):
    for _number in range(5):
        form = ask(browser)
        post(browser, form.address, form.data | {"code": "WRONG1"})
    form = ask(browser)

    page = post(browser, form.address, form.data | {"code": code_in_mail()})
    assert "Too many attempts. Wait five minutes" in page.text
    RateCount.objects.all().delete()  # Five minutes later.

    assert post(browser, form.address, form.data | {"code": code_in_mail()}).url == MATTERS


def test_asking_again_makes_the_code_before_it_void(browser, ask, post):
    ask(browser)
    old = code_in_mail()
    page = browser.get(f"{TYPE}?next={MATTERS}")
    again = form_in(page, TYPE, to=ASK)
    form = open_form(browser, post(browser, again.address, again.data).url)
    assert len(mail.outbox) == 2

    assert post(browser, form.address, form.data | {"code": old}).status_code == 200
    assert post(browser, form.address, form.data | {"code": code_in_mail()}).url == MATTERS


def test_ten_codes_an_hour_are_enough(browser, post):
    for _number in range(10):
        assert post(browser, ASK).status_code == 302

    too_many = post(browser, ASK)

    assert (too_many.status_code, too_many["Retry-After"]) == (429, "3600")
    assert len(mail.outbox) == 10


def test_a_code_is_right_once(browser, prove, post):
    assert prove(browser).url == MATTERS
    code = code_in_mail()
    let_time_pass(browser, seconds=3600)

    assert post(browser, TYPE, {"code": code}).url == ASK
    assert browser.get(MATTERS).url.startswith(ASK)


def test_sent_twice_it_leads_on_twice(browser, ask, post):
    form = ask(browser)
    answers = [post(browser, form.address, form.data | {"code": code_in_mail()}) for _ in "12"]

    assert [each.url for each in answers] == [MATTERS, MATTERS]


def test_it_leads_to_no_other_site(browser, prove):
    assert prove(browser, "https://example.net/").url == "/"


def test_the_code_of_one_is_nothing_to_another(browser, ask, post):
    ask(browser)
    of_the_first = code_in_mail()
    other = Client()
    other.force_login(without_password(UserFactory(email="tama@example.org")))
    form = ask(other)

    page = post(other, form.address, form.data | {"code": of_the_first})
    assert page.status_code == 200
    assert other.get(MATTERS).url.startswith(ASK)


def test_whoever_signs_in_after_somebody_has_not_their_code(browser, ask, post):
    form = ask(browser)
    browser.force_login(without_password(UserFactory(email="tama@example.org")))

    answer = post(browser, form.address, form.data | {"code": code_in_mail()})

    assert answer.url.startswith(ASK)
    assert browser.get(MATTERS).url.startswith(ASK)
