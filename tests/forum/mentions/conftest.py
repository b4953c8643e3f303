import pytest
from django.urls import reverse

from communities.services import join
from notifications.models import Notification
from tests.factories.forum import TopicFactory
from tests.factories.members import UserFactory
from tests.forum.conftest import client_of
from tests.shared import shared

ABOUT_WORDS = ("reply_to_me", "reply_in_topic", "new_topic", "mentioned", "facilitators_called")


@shared
def aroha(peers):
    """Who may read the room, and has said nothing there."""
    return in_community(peers, "Aroha Ngata")


@shared
def topic(private_room, facilitator):
    return TopicFactory(room=private_room, author=facilitator, subject="Rosters", text="When?")


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Do something, and what follows of it; gives who is told then, by name, and of what kind."""

    def do(act):
        Notification.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        rows = Notification.objects.filter(kind__in=ABOUT_WORDS).order_by("recipient", "kind")
        return [(row.recipient.display_name, row.kind) for row in rows.select_related("recipient")]

    return do


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
