from collections.abc import Callable

import pytest
from django.test import Client

from communities import services
from communities.models import CommunityIndexPage, CommunityPage
from members.models import User
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.members import UserFactory
from tests.shared import shared


@shared
def community_index(db: None) -> CommunityIndexPage:
    return CommunityIndexPageFactory()


@shared
def community(community_index: CommunityIndexPage) -> CommunityPage:
    return CommunityFactory(parent=community_index, title="Peer support workers")


@shared
def facilitator(community: CommunityPage) -> User:
    user = UserFactory(display_name="Hinemoa", email="hinemoa@example.org")
    services.appoint_facilitator(community=community, member=user)
    return user


@shared
def facilitator_client(facilitator: User) -> Client:
    client = Client()
    client.force_login(facilitator)
    return client


@shared
def here(community: CommunityPage) -> str:
    """The address of the facilitators' page."""
    return f"/membership/{community.pk}/looking-after/"


@pytest.fixture
def of(here: str) -> Callable[[User, str], str]:
    """The address of something about one person there."""
    return lambda person, what: f"{here}people/{person.public_id}/{what}/"
