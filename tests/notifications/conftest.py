"""A kind of notification that belongs to nobody: about a person, for whoever is not shut out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from communities.models import CommunityPage
from members.models import User
from notifications import kinds
from notifications.enums import Group, Reach
from notifications.kinds import Kind
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.shared import shared
from work.delivery import MAIL

SHUT_OUT: set[int] = set()
"""Keys of people who may not see what the kind is about."""


def find(ids) -> dict:
    return User.objects.in_bulk(ids)


@pytest.fixture
def shut_out() -> Iterator[set[int]]:
    yield SHUT_OUT
    SHUT_OUT.clear()


@pytest.fixture
def kind() -> Iterator[Kind]:
    yield kinds.register(
        Kind(
            name="waved",
            title="Somebody waved",
            group=Group.TALK,
            default=Reach.DAILY,
            find=find,
            may_see=lambda pairs: [person.pk not in SHUT_OUT for person, _thing in pairs],
            link=lambda about: f"/people/{about.pk}/",
            audience=lambda about: User.objects.exclude(pk=about.pk),
        )
    )
    del kinds._kinds["waved"]


@pytest.fixture
def alarm() -> Iterator[Kind]:
    """A kind that cannot be switched off."""
    yield kinds.register(
        Kind(
            name="alarm",
            title="Something about your account",
            group=Group.ACCOUNT,
            default=Reach.AT_ONCE,
            find=find,
            may_see=kinds.each(lambda person, thing: person == thing),
            link=lambda about: "/accounts/",
            can_switch_off=False,
        )
    )
    del kinds._kinds["alarm"]


@pytest.fixture
def words(settings) -> None:
    """Templates for the kinds above."""
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [
        {**engine, "DIRS": [*engine["DIRS"], folder]} for engine in settings.TEMPLATES
    ]


@shared
def two_communities(db) -> list[CommunityPage]:
    index = CommunityIndexPageFactory()
    return [CommunityFactory(parent=index, title=title) for title in ("Awhina", "Ngā Hoa")]


@pytest.fixture(autouse=True)
def _a_server_that_was_away_is_asked_again_at_once(monkeypatch) -> None:
    monkeypatch.setattr(MAIL, "rest", 0.0)
