"""A message in a room that checks first, whose change waits."""

from django.urls import reverse

from communities.services import join
from forum import services
from forum.rooms.enums import Audience
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.conftest import client_of
from tests.shared import shared

BEFORE, AFTER, REASON = "It was on the ward.", "It was at the kettle.", "Please leave out the ward"
QUEUE = reverse("forum_moderation:queue")


@shared
def room(peers):
    return RoomFactory(
        name="Stories", audience=Audience.COMMUNITIES, communities=[peers], pre_moderated=True
    )


@shared
def colleague(peers):
    user = UserFactory(display_name="Ben Colleague")
    join(community=peers, member=user)
    return user


@shared
def topic(room, colleague):
    return TopicFactory(room=room, author=colleague, subject="Told", text="Once")


@shared
def reply(topic, peer):
    return PostFactory(topic=topic, author=peer, text=BEFORE)


@shared
def beside(topic, colleague):
    """Another's change, which must stay as it is."""
    post = PostFactory(topic=topic, author=colleague, text="Mine")
    services.hold_change(post=post, subject="", text="Mine anew")
    return post


def change(reply, text=AFTER, **said):
    return services.hold_change(post=reply, subject="", text=text, **said)


def url(name, post):
    return reverse(name, args=[post.pk])


def says(post):
    post.refresh_from_db()
    return post.content.raw


def page(user, address):
    response = client_of(user).get(address, follow=True)
    assert response.status_code == 200
    return response.text
