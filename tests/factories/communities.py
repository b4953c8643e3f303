import factory
import wagtail_factories
from wagtail.models import Page, Site

from communities import services
from communities.models import CommunityIndexPage, CommunityPage


def home_of_the_site() -> Page:
    """The page at ``/``, so that what is created below it has an address."""
    return Site.objects.get(is_default_site=True).root_page


class CommunityIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = CommunityIndexPage

    title = "Communities"
    parent = factory.LazyFunction(home_of_the_site)


class CommunityFactory(factory.Factory):
    """Opened as the site opens one; ``members`` join it, ``facilitators`` are appointed."""

    class Meta:
        model = CommunityPage

    parent = factory.SubFactory(CommunityIndexPageFactory)
    title = factory.Sequence(lambda n: f"Community {n}")
    purpose = "To think out loud with others who do this work."

    @classmethod
    def _create(cls, model_class, *args, members=(), facilitators=(), **fields):
        community = services.open_community(**fields)
        for member in members:
            services.join(community=community, member=member)
        for facilitator in facilitators:
            services.appoint_facilitator(community=community, member=facilitator)
        return community
