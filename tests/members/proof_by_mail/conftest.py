"""Somebody who always comes through their organisation, and the code in their mail."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from members.models import User
from tests.members.conftest import code_in_mail
from tests.sending.forms import open_form

ASK = "/accounts/reauthenticate/code/"
TYPE = "/accounts/reauthenticate/code/confirm/"
MATTERS = "/accounts/2fa/totp/activate/"
"""A page that asks first whether it is you."""
STATE = "account_email_reauthentication_code"


@pytest.fixture(autouse=True)
def _one_long_window(monkeypatch) -> None:
    """No test may straddle two windows in which tries are counted."""
    monkeypatch.setattr("core.limits.time.time", lambda: 1_800_000_001.0)


def without_password(user: User) -> User:
    """Somebody who always comes through their organisation."""
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=user.email, primary=True, verified=True)
    SocialAccount.objects.create(user=user, provider="oidc", uid=f"of-{user.pk}")
    return user


@pytest.fixture
def linked(peer) -> User:
    return without_password(peer)


@pytest.fixture
def browser(client, linked) -> Client:
    client.force_login(linked)
    return client


@pytest.fixture
def ask(post):
    """Go where it is asked, press the button, and be at the page that takes the code."""

    def asked(client: Client, following: str = MATTERS):
        form = open_form(client, f"{ASK}?next={following}")
        answer = post(client, form.address, form.data)
        assert answer.url.startswith(TYPE)
        return open_form(client, answer.url)

    return asked


@pytest.fixture
def prove(ask, post):
    def proven(client: Client, following: str = MATTERS):
        form = ask(client, following)
        return post(client, form.address, form.data | {"code": code_in_mail()})

    return proven
