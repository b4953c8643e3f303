import re

import pytest
from django.db import connection
from django.test import Client

from forum.enums import Audience
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory
from tests.factories.members import UserFactory
from tests.queries import Queries

FRAME = re.compile(r'FROM "(wagtailcore_|home_|auth_permission")')


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def peers(db):
    return CommunityFactory(title="Peers")


@pytest.fixture
def peer(peers):
    """A member of the peers' community."""
    from communities import services

    user = UserFactory(display_name="Ana Peer")
    services.join(community=peers, member=user)
    return user


@pytest.fixture
def facilitator(peers):
    from communities import services

    user = UserFactory(display_name="Tama Facilitator")
    services.join(community=peers, member=user)
    services.appoint_facilitator(community=peers, member=user)
    return user


@pytest.fixture
def private_room(peers):
    return RoomFactory(name="Only peers", audience=Audience.COMMUNITIES, communities=[peers])


@pytest.fixture
def members_room(db):
    return RoomFactory(name="All members", audience=Audience.MEMBERS)


@pytest.fixture
def public_room(db):
    return RoomFactory(name="Notices", audience=Audience.PUBLIC)


@pytest.fixture
def queries_of(db):
    """How many statements a request makes for what it is about.

    Left out are the savepoints that a test adds, and what every page of the site
    asks for its frame: site, settings, menus and the way to the editors' screens.
    """

    def count(client, url, data=None, status=200):
        with Queries(connection) as captured:
            response = client.get(url) if data is None else client.post(url, data)
        assert response.status_code == status, response.content[:400]
        count.statements = [
            query["sql"]
            for query in captured
            if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO"))
            and not FRAME.search(query["sql"])
        ]
        return len(count.statements)

    return count
