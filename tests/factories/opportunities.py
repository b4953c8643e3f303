from datetime import timedelta

import factory
import wagtail_factories

from core.days import site_today
from opportunities.models import OpportunityIndexPage, OpportunityPage
from tests.factories.communities import home_of_the_site


class OpportunityIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = OpportunityIndexPage
        django_get_or_create = ("slug", "parent")

    title = "Training and scholarships"
    parent = factory.LazyFunction(home_of_the_site)


class OpportunityPageFactory(wagtail_factories.PageFactory):
    """A scholarship that opened ten days ago and closes in twelve."""

    class Meta:
        model = OpportunityPage

    title = factory.Sequence(lambda n: f"Certificate {n}")
    parent = factory.SubFactory(OpportunityIndexPageFactory)
    kind = "scholarship"
    provider = "A tertiary institute"
    opens_on = factory.LazyFunction(lambda: site_today() - timedelta(days=10))
    closes_on = factory.LazyFunction(lambda: site_today() + timedelta(days=12))
