"""Somebody with a confirmed address, and the mail they get."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from members.models import User
from tests.factories.members import PASSWORD, UserFactory
from tests.members.people import Neighbourhood
from tests.shared import shared

CODE = re.compile(r"^    (\S+)$", re.MULTILINE)
LINK = re.compile(r"http://\S+/accounts/\S+")


@shared
def peer(db: None) -> User:
    """A member who may sign in by password."""
    user = UserFactory(email="aroha@example.org", display_name="Aroha")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def post(django_capture_on_commit_callbacks) -> Callable[..., HttpResponse]:
    """Post a form, and let what was to follow the request follow."""

    def send(client: Client, address: str, data: dict | None = None, **kwargs) -> HttpResponse:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data or {}, **kwargs)

    return send


@pytest.fixture
def sign_in(post) -> Callable[..., HttpResponse]:
    def send(client: Client, email: str, password: str = PASSWORD, **kwargs) -> HttpResponse:
        return post(client, "/accounts/login/", {"login": email, "password": password}, **kwargs)

    return send


def code_in_mail() -> str:
    return CODE.search(mail.outbox[-1].body)[1]


def link_in_mail() -> str:
    return LINK.search(mail.outbox[-1].body)[0]


@shared
def neighbourhood(coordinator: User) -> Neighbourhood:
    return Neighbourhood(coordinator)
