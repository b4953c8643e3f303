import factory
import wagtail_factories
from wagtail.models import Site

from frame.models import HelpLine, SiteSettings
from home.models import LinkPage, StandardPage
from tests.factories.communities import home_of_the_site


class StandardPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Page {n}")
    parent = factory.LazyFunction(home_of_the_site)


class LinkPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = LinkPage

    title = "Discussions"
    link = "/forum/"
    show_in_menus = True
    parent = factory.LazyFunction(home_of_the_site)


class SiteSettingsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SiteSettings

    site = factory.LazyFunction(lambda: Site.objects.get(is_default_site=True))
    help_text = "Do you, or does someone you know, need help now?"


class HelpLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HelpLine

    settings = factory.SubFactory(SiteSettingsFactory)
    label = "Call or text 1737"
    link = "tel:1737"
