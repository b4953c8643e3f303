"""What every test may ask for."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from core.roles import COORDINATORS
from home import frame
from members.models import User
from tests.factories.members import UserFactory


@pytest.fixture(autouse=True)
def _nothing_kept_from_another_test() -> None:
    """What this process keeps between requests speaks of a database that is gone."""
    frame.forget()


@pytest.fixture
def member(db: None) -> User:
    """Somebody with an account and no role."""
    return UserFactory()


@pytest.fixture
def member_client(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def coordinator(db: None) -> User:
    """Somebody in the Coordinators group, with all that sync_roles gives it."""
    call_command("sync_roles", verbosity=0)
    user = UserFactory(display_name="Marama")
    user.groups.add(Group.objects.get(name=COORDINATORS))
    return user


@pytest.fixture
def coordinator_client(coordinator: User) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client
