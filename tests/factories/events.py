from datetime import timedelta

import factory
import wagtail_factories
from django.utils import timezone

from core.days import site_today
from events.models import ConferencePage, EventIndexPage, EventPage, Interest
from tests.factories.communities import home_of_the_site
from tests.factories.members import UserFactory


class EventIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = EventIndexPage
        django_get_or_create = ("slug", "parent")

    title = "Gatherings"
    parent = factory.LazyFunction(home_of_the_site)


class EventPageFactory(wagtail_factories.PageFactory):
    """Tomorrow, for two hours, on site."""

    class Meta:
        model = EventPage

    title = factory.Sequence(lambda n: f"Hui {n}")
    parent = factory.SubFactory(EventIndexPageFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=2))
    place = "Community House, Petone"


class OnlineEventPageFactory(EventPageFactory):
    held = "online"
    place = ""
    online_link = "https://meet.example.org/secret-room"


class ConferencePageFactory(wagtail_factories.PageFactory):
    """One day, in a month."""

    class Meta:
        model = ConferencePage

    title = factory.Sequence(lambda n: f"Symposium {n}")
    parent = factory.SubFactory(EventIndexPageFactory)
    starts_on = factory.LazyFunction(lambda: site_today() + timedelta(days=30))
    ends_on = factory.SelfAttribute("starts_on")
    place = "Town hall"


class InterestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interest

    event = factory.SubFactory(EventPageFactory)
    member = factory.SubFactory(UserFactory)
