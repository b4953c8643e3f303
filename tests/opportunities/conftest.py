from opportunities.models import OpportunityIndexPage
from tests.factories.opportunities import OpportunityIndexPageFactory
from tests.shared import shared


@shared
def opportunity_index(db: None) -> OpportunityIndexPage:
    return OpportunityIndexPageFactory()
