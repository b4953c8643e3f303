"""A room whose members see what is out of view as members do, and what stands in it."""

from django.test import Client
from django.urls import reverse

from communities.services import join
from forum import services
from forum.rooms.enums import Audience
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

WORDS, TITLE, REASON = "Whispered by the kettle", "Behind the kettle", "It names a person"


@shared
def room(peers):
    return RoomFactory(name="Stories", audience=Audience.COMMUNITIES, communities=[peers])


@shared
def colleague(peers):
    """Another member of the same community, who could see a leak."""
    user = UserFactory(display_name="Ben Colleague")
    join(community=peers, member=user)
    return user


@shared
def topic(room, colleague):
    return TopicFactory(room=room, author=colleague, subject="Told", text="Once upon a time")


@shared
def reply(topic, peer):
    return PostFactory(topic=topic, author=peer, text=WORDS, attachments=[pdf()])


@shared
def own_topic(room, peer, colleague):
    """Begun by the peer, answered by the colleague."""
    topic = TopicFactory(
        room=room,
        author=peer,
        subject=TITLE,
        text=WORDS,
        poll={"question": "Tea?", "options": ["Yes", "No"]},
    )
    PostFactory(topic=topic, author=colleague, text="An answer of my own")
    return topic


def withdrawn(post):
    return services.withdraw_post(post=post)


def hidden(post, by):
    return services.hide_post(post=post, by=by, reason=REASON)


def removed_url(post):
    return reverse("removed", args=[post.pk])


def restore_url(post):
    return reverse("restore", args=[post.pk])


def delete_url(post):
    return topic_url(post.topic, None, "post_delete", post.pk)


def page(user, url):
    response = client_of(user).get(url, follow=True)
    assert response.status_code == 200
    return response.text


def status(user, url, method="get", **data):
    client = client_of(user) if user else Client()
    response = getattr(client, method)(url, data)
    if response.streaming:
        b"".join(response)
    return response.status_code
