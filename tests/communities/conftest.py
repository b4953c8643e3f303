import pytest

from communities.models import CommunityIndexPage, CommunityPage
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory


@pytest.fixture
def community_index(db: None) -> CommunityIndexPage:
    return CommunityIndexPageFactory()


@pytest.fixture
def community(community_index: CommunityIndexPage) -> CommunityPage:
    return CommunityFactory(parent=community_index, title="Peer support workers")
