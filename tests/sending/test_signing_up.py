"""A visitor who presses twice: the first answer, and its cookie, may never have reached them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from members.models import SentForm, User
from tests.sending.forms import open_form

pytestmark = pytest.mark.django_db

SAID = {
    "display_name": "Hemi",
    "email": "hemi@example.org",
    "password1": "seven kererū on a wire",
}


@pytest.fixture(autouse=True)
def _at_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        yield


@pytest.fixture
def form(client):
    return open_form(client, "/accounts/signup/")


@pytest.fixture
def impatient(client, form):
    """The same browser without what the first answer brought."""
    browser = Client()
    for name, cookie in client.cookies.items():
        browser.cookies[name] = cookie.value
    return browser


def test_the_second_press_goes_on_in_the_one_session_that_began(client, form, impatient):
    first = form.send(client, **SAID)
    second = form.send(impatient, **SAID)

    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert impatient.get(second.url).status_code == 200
    assert impatient.session.session_key == client.session.session_key
    assert User.objects.filter(email="hemi@example.org").count() == 1


def test_no_table_but_that_of_sessions_holds_its_key(client, form):
    form.send(client, **SAID)

    key = client.session.session_key
    assert key
    holding = set()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            if key in str(cursor.fetchall()):
                holding.add(table)
    assert holding == {"django_session"}
    assert SentForm.objects.count() == 1


def lose_the_cache():
    cache.clear()


def let_two_minutes_pass():
    cache.clear()
    SentForm.objects.update(at=timezone.now() - timedelta(minutes=2))


@pytest.mark.parametrize("happens", [lose_the_cache, let_two_minutes_pass])
def test_afterwards_it_makes_no_second_account_and_signs_nobody_in(
    client, form, impatient, happens
):
    form.send(client, **SAID)
    happens()

    answer = form.send(impatient, **SAID)
    page = impatient.get(answer.url, follow=True) if answer.status_code == 302 else answer

    assert page.status_code == 200
    assert impatient.session.session_key != client.session.session_key
    assert "_auth_user_id" not in impatient.session
    assert User.objects.filter(email="hemi@example.org").count() == 1


@pytest.mark.parametrize("changed", [{"email": "tai@example.org"}, {"display_name": "Tai"}])
def test_other_words_go_on_in_no_session_of_the_first(client, form, impatient, changed):
    form.send(client, **SAID)

    form.send(impatient, **SAID | changed)

    assert impatient.session.session_key != client.session.session_key


def test_another_form_goes_on_in_no_session_of_the_first(client, form):
    form.send(client, **SAID)
    other = Client()

    open_form(other, "/accounts/signup/").send(other, **SAID)

    assert other.session.session_key != client.session.session_key
