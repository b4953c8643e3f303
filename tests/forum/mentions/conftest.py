from django.urls import reverse

from communities.services import join
from tests.factories.forum import TopicFactory
from tests.factories.members import UserFactory
from tests.forum.conftest import client_of
from tests.shared import shared


@shared
def aroha(peers):
    """Who may read the room, and has said nothing there."""
    return in_community(peers, "Aroha Ngata")


@shared
def topic(private_room, facilitator):
    return TopicFactory(room=private_room, author=facilitator, subject="Rosters", text="When?")


def in_community(community, name):
    user = UserFactory(display_name=name)
    join(community=community, member=user)
    return user


def offered_to(person, room, typed, topic=None):
    address = reverse("names", args=[room.forum_id])
    found = {"q": typed} | ({"topic": topic.pk} if topic else {})
    response = client_of(person).get(address, found)
    assert response.headers["Cache-Control"] == "private, no-store"
    return response.json()["names"]
