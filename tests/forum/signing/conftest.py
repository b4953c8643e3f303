from datetime import timedelta

import pytest
from django.utils import timezone

from communities import services as communities
from forum.posting import unsent
from forum.rooms.enums import Audience
from forum.signing.models import Unsent
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.people import PersonFactory
from tests.factories.places import AreaFactory
from tests.shared import shared

PEER = "peer"


@shared
def region(db):
    return AreaFactory(name="Wellington region")


@shared
def valley(region):
    return AreaFactory(name="Hutt Valley", parent=region)


@shared
def circle(db):
    """A community of peer workers."""
    return CommunityFactory(title="Night workers")


@shared
def many(circle, valley):
    """Seven of them, all peer workers in the valley; the first is the author of what is sealed."""
    return [joined(circle, f"Marked{n} Person", areas=[valley.pk]) for n in range(7)]


@shared
def author(many):
    return many[0]


@shared
def colleague(many):
    return many[1]


@shared
def carer(circle, many):
    person = joined(circle, "Tama Carer")
    communities.appoint_facilitator(community=circle, member=person)
    return person


@shared
def room(circle, many):
    return RoomFactory(name="Grey areas", audience=Audience.COMMUNITIES, communities=[circle])


@shared
def topic(room, colleague):
    return TopicFactory(room=room, author=colleague, subject="When the roster is full")


def joined(community, name, role=PEER, areas=()):
    person = PersonFactory(display_name=name, profile={"role": role, "areas": list(areas)})
    communities.join(community=community, member=person)
    return person


def due(kept: Unsent) -> Unsent:
    """It, with its minutes over."""
    kept.goes_at = timezone.now() - timedelta(seconds=1)
    kept.save(update_fields=["goes_at"])
    return kept


def sealed(author, room, topic=None, way="number", text="I was afraid too.", **said):
    """A message of this author's that does not name them, sent."""
    said = {"text": text, **said}
    kept = unsent.seal_up(author=author, forum=room.forum, topic=topic, way=way, **said)
    return unsent.send(unsent=due(kept))


@pytest.fixture
def send_due(django_capture_on_commit_callbacks):
    """Let the minutes of everything be over, and do what the clock then orders."""
    from forum.posting.tasks import send_unsent

    def send():
        Unsent.objects.filter(goes_at__isnull=False).update(goes_at=timezone.now())
        with django_capture_on_commit_callbacks(execute=True):
            send_unsent.func()

    return send
