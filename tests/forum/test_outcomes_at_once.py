"""Numbers of cases, and what became of a topic, said by many at once."""

import pytest
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site

from forum import services
from forum.outcomes.models import Standing
from forum.rooms.enums import Audience
from forum.topics.models import Topic
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.forum.test_concurrency import at_once
from tests.shared import shared

pytestmark = pytest.mark.django_db(transaction=True)


@shared
def index(db):
    if not Site.objects.exists():
        # A test that commits empties the tables.
        Locale.objects.create(language_code=get_supported_content_language_variant("en-nz"))
        home = Page.add_root(title="Root").add_child(title="Home")
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return CommunityIndexPageFactory()


@shared
def communities(index):
    return [CommunityFactory(parent=index), CommunityFactory(parent=index)]


def test_cases_begun_at_once_get_numbers_without_gaps_or_doubles(communities):
    rooms = [
        RoomFactory(audience=Audience.COMMUNITIES, communities=[community])
        for community in communities
    ]
    topics = [TopicFactory(room=rooms[n % 2]) for n in range(12)]

    at_once(lambda n: services.begin_case(topic=Topic.objects.get(pk=topics[n].pk)), 12)

    for community in communities:
        given = Standing.objects.filter(case_of=community).values_list("case_number", flat=True)
        assert sorted(given) == [1, 2, 3, 4, 5, 6]
