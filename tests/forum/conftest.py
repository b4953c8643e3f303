import pytest
from django.test import Client

from forum.rooms.enums import Audience
from notifications.models import Notification
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.sharing import beside, of, shared_room
from tests.shared import shared


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(topic, person):
    """The topic as this person is shown it."""
    return client_of(person).get(topic_url(topic)).content.decode()


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


@shared
def clinical(peers):
    """A community of clinicians, beside the peers'."""
    return beside(peers)


@shared
def room(peers, clinical):
    """The room that both share."""
    return shared_room(peers, clinical)


@shared
def pia(peers):
    return of(peers, "peer", "Pia Peer")


@shared
def carl(clinical):
    return of(clinical, "clinician", "Carl Clinician")


OF_MESSAGES = ("reply_to_me", "reply_in_topic", "new_topic", "mentioned", "facilitators_called")


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Do something, and what follows of it; gives who is told then, by name, and of what kind."""

    def do(act):
        Notification.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        rows = Notification.objects.filter(kind__in=OF_MESSAGES).order_by("recipient", "kind")
        return [(row.recipient.display_name, row.kind) for row in rows.select_related("recipient")]

    return do
