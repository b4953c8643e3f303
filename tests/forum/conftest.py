from django.test import Client

from forum.rooms.enums import Audience
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory
from tests.factories.members import UserFactory
from tests.shared import shared


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@shared
def peers(db):
    return CommunityFactory(title="Peers")


@shared
def peer(peers):
    """A member of the peers' community."""
    from communities import services

    user = UserFactory(display_name="Ana Peer")
    services.join(community=peers, member=user)
    return user


@shared
def facilitator(peers):
    from communities import services

    user = UserFactory(display_name="Tama Facilitator")
    services.join(community=peers, member=user)
    services.appoint_facilitator(community=peers, member=user)
    return user


@shared
def private_room(peers):
    return RoomFactory(name="Only peers", audience=Audience.COMMUNITIES, communities=[peers])


@shared
def members_room(db):
    return RoomFactory(name="All members", audience=Audience.MEMBERS)


@shared
def public_room(db):
    return RoomFactory(name="Notices", audience=Audience.PUBLIC)
