import pytest

from opportunities.models import OpportunityIndexPage
from tests.factories.opportunities import OpportunityIndexPageFactory


@pytest.fixture
def opportunity_index(db: None) -> OpportunityIndexPage:
    return OpportunityIndexPageFactory()
