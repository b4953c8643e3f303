"""Numbers of cases, and what became of a topic, said by many at once."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site

from forum import services
from forum.outcomes.models import Standing
from forum.rooms.enums import Audience
from forum.signals import topic_settled
from forum.topics.models import Topic
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.forum.sharing import of, shared_room
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


def test_of_two_peers_who_sign_at_once_one_has_signed(communities):
    peers, clinical = communities
    room = shared_room(peers, clinical)
    people = [of(peers, "peer") for _n in range(4)] + [of(clinical, "clinician") for _n in range(4)]
    topic = TopicFactory(room=room)
    services.settle(topic=topic, by=topic.poster, result="agreed", summary="So")
    said = []
    topic_settled.connect(listen := lambda standing, **_: said.append(standing.pk), weak=False)

    def sign(n):
        try:
            services.sign(topic=Topic.objects.get(pk=topic.pk), by=people[n])
        except ValidationError:
            return 0
        return 1

    try:
        assert sum(at_once(sign, 8)) == 2
    finally:
        topic_settled.disconnect(listen)
    standing = Standing.objects.get(topic=topic)
    assert not standing.waits
    assert sorted(standing.signatures.values_list("side", flat=True)) == ["clinician", "peer"]
    assert said == [standing.pk]
