import factory
import wagtail_factories
from django.utils import timezone

from resources.models import ResourceIndexPage, ResourcePage, SiteDocument, SiteImage, Topic
from tests.factories.communities import home_of_the_site


class SiteImageFactory(wagtail_factories.ImageFactory):
    class Meta:
        model = SiteImage

    title = factory.Sequence(lambda n: f"Picture {n}")
    description = "Two people talking over a cup of tea"
    collection = None

    @classmethod
    def _create(cls, model_class, *args, **fields):
        if fields["collection"] is None:
            del fields["collection"]
        return super()._create(model_class, *args, **fields)


class SiteDocumentFactory(wagtail_factories.DocumentFactory):
    """A small text file in the root collection, with its size stored as an upload stores it."""

    class Meta:
        model = SiteDocument

    title = factory.Sequence(lambda n: f"Document {n}")
    file = factory.django.FileField(filename="guide.pdf", data=b"%PDF-1.7 a guide of few words")
    file_size = 2048
    collection = None

    @classmethod
    def _create(cls, model_class, *args, **fields):
        if fields["collection"] is None:
            del fields["collection"]
        return super()._create(model_class, *args, **fields)


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Topic {n}")
    slug = factory.Sequence(lambda n: f"topic-{n}")


class ResourceIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ResourceIndexPage

    title = "Resources"
    show_in_menus = True
    parent = factory.LazyFunction(home_of_the_site)


class ResourcePageFactory(wagtail_factories.PageFactory):
    """A practice guide of last year for peer support workers; ``topics`` may be given as a list."""

    class Meta:
        model = ResourcePage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Guide {n}")
    parent = factory.SubFactory(ResourceIndexPageFactory)
    kind = "practice_guide"
    audiences = factory.LazyFunction(lambda: ["peer_workers"])
    first_published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def topics(self, create, extracted, **kwargs):
        if extracted:
            self.topics.set(extracted)
            self.save()
