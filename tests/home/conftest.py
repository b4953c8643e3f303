import pytest
from wagtail.models import Page

from tests.factories.communities import home_of_the_site


@pytest.fixture
def home(db: None) -> Page:
    """The home page that a fresh database has."""
    return home_of_the_site().specific
