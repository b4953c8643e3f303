from resources.models import ResourceIndexPage
from tests.factories.home import HelpLineFactory
from tests.factories.resources import ResourceIndexPageFactory
from tests.shared import shared


@shared
def library(db: None) -> ResourceIndexPage:
    """The library at /resources/, on a site that has its help line."""
    HelpLineFactory()
    return ResourceIndexPageFactory(slug="resources")
