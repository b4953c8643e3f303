"""What the front door and plain pages may ask of the database."""

import pytest

from forum.rooms.enums import Audience
from notifications.services import notify
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.home import HelpLineFactory, StandardPageFactory
from tests.factories.opportunities import OpportunityIndexPageFactory, OpportunityPageFactory
from tests.factories.resources import ResourceIndexPageFactory, ResourcePageFactory


def fill(rows):
    HelpLineFactory()
    events, notices = EventIndexPageFactory(), OpportunityIndexPageFactory()
    library, communities = ResourceIndexPageFactory(), CommunityIndexPageFactory()
    rooms = [RoomFactory(audience=Audience.PUBLIC), RoomFactory(audience=Audience.MEMBERS)]
    for _row in range(rows):
        for room in rooms:
            TopicFactory(room=room)
        EventPageFactory(parent=events)
        OpportunityPageFactory(parent=notices)
        ResourcePageFactory(parent=library)
        CommunityFactory(parent=communities)
    return communities


@pytest.mark.parametrize("rows", [1, 20])
def test_home_costs_a_visitor_the_same_however_much_there_is(
    client, home, rows, django_assert_num_queries
):
    fill(rows)
    client.get("/")

    with django_assert_num_queries(11):
        client.get("/")


@pytest.mark.parametrize("rows", [1, 20])
def test_home_costs_a_member_the_same_however_much_there_is(
    member_client, member, home, rows, django_assert_num_queries
):
    CommunityFactory(parent=fill(rows), members=[member], title="Mine")
    member_client.get("/")

    with django_assert_num_queries(15):
        member_client.get("/")


@pytest.mark.parametrize("rows", [1, 20])
def test_home_costs_a_member_the_same_however_much_they_were_told(
    member_client, member, home, rows, django_assert_num_queries
):
    topics = [TopicFactory(room=RoomFactory(), author=member) for _row in range(rows)]
    for topic in topics:
        notify([member], kind="reply_to_me", about=PostFactory(topic=topic), topic=topic.pk)
    member_client.get("/")

    # The notifications and what they are about: two more than without. Who may read it is known.
    with django_assert_num_queries(17):
        member_client.get("/")


@pytest.mark.parametrize("deep", [1, 5])
def test_a_plain_page_costs_the_same_however_deep_it_lies(
    client, home, deep, django_assert_num_queries
):
    HelpLineFactory()
    page = StandardPageFactory(slug="page-0")
    for number in range(1, deep):
        page = StandardPageFactory(parent=page, slug=f"page-{number}")
    client.get(page.url)

    with django_assert_num_queries(5):
        client.get(page.url)
