import pytest
from django.test import Client

from communities import services
from communities.models import CommunityIndexPage, CommunityPage
from members.models import User
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.members import UserFactory


@pytest.fixture
def community_index(db: None) -> CommunityIndexPage:
    return CommunityIndexPageFactory()


@pytest.fixture
def community(community_index: CommunityIndexPage) -> CommunityPage:
    return CommunityFactory(parent=community_index, title="Peer support workers")


@pytest.fixture
def facilitator(community: CommunityPage) -> User:
    user = UserFactory(display_name="Hinemoa", email="hinemoa@example.org")
    services.appoint_facilitator(community=community, member=user)
    return user


@pytest.fixture
def facilitator_client(facilitator: User) -> Client:
    client = Client()
    client.force_login(facilitator)
    return client
