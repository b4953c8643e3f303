from wagtail.models import Page

from tests.factories.communities import home_of_the_site
from tests.shared import shared


@shared
def home(db: None) -> Page:
    """The home page that a fresh database has."""
    return home_of_the_site().specific
