import pytest

from communities.services import join
from forum import services
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url
from tests.forum.conftest import client_of
from tests.shared import shared

SAID = "I say **thank you** first.\nThen I write it down, with Mrs Brown beside me."
PLAIN = "I say thank you first.\nThen I write it down, with Mrs Brown beside me."
PART = "I say thank you first."


@shared
def teller(peers):
    user = UserFactory(display_name="Ben Teller")
    join(community=peers, member=user)
    return user


@shared
def topic(private_room, facilitator):
    return TopicFactory(room=private_room, author=facilitator, subject="Gifts", text="What now?")


@shared
def source(topic, teller):
    return PostFactory(topic=topic, author=teller, text=SAID)


@pytest.fixture
def quoting(source, peer):
    return answering(source, peer)


def answering(source, author, quoted=PART, text="So do I.", **said):
    said |= {"source": source, "quoted": quoted, "text": text}
    return services.reply(topic=source.topic, author=author, **said)


def quote_url(source, topic=None):
    return f"{reply_url(topic or source.topic)}?quote={source.pk}"


def sent(person, source, quoted=PART, **data):
    """The answer to a form for quoting that this person sends."""
    data = {"content": "So do I.", "quoted": quoted, **data}
    return client_of(person).post(quote_url(source), data)


def above(page):
    """The words that stand quoted on a page, and what says whom they answer."""
    from bs4 import BeautifulSoup

    found = BeautifulSoup(page, "html.parser").select(".post .quote")
    return [" ".join(each.get_text(" ").split()) for each in found]
