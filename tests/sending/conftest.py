from django.test import Client

from tests.factories.forum import RoomFactory, TopicFactory
from tests.sending.people import account
from tests.shared import shared


@shared
def room(db):
    return RoomFactory(name="Talk")


@shared
def topic(room):
    return TopicFactory(room=room, subject="Gifts")


@shared
def ana(db):
    return account(display_name="Ana", email="ana@example.org")


@shared
def browser(ana):
    """Ana's, which checks tokens as a real one has to."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    return client
