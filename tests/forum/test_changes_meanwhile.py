"""What happens meanwhile to a message whose change waits, and nothing of either is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.services import join
from forum import services
from forum.rooms.enums import Audience
from forum.topics.held import HeldChange
from forum.topics.models import Topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
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


def test_of_a_hidden_topic_no_change_waits(topic, reply, facilitator):
    held = change(reply)
    services.hide_post(post=topic.first_post, by=facilitator, reason="Too much")

    assert not HeldChange.objects.waiting().exists()
    with pytest.raises(ValidationError):
        services.send_change_back(change=held, by=facilitator, because="x")
    with pytest.raises(ValidationError):
        change(reply, "More")
    assert HeldChange.objects.get().text == AFTER


def test_answered_by_others_meanwhile_it_is_let_through_in_its_place(topic, reply, facilitator):
    held = change(reply)
    later = PostFactory(topic=topic)

    services.let_change_through(change=held, by=facilitator)

    topic = Topic.objects.get(pk=topic.pk)
    assert [post.pk for post in topic.posts.order_by("created")][-2:] == [reply.pk, later.pk]
    assert topic.last_post == later


def test_where_the_room_checks_no_longer_the_change_is_made_and_nothing_waits(room, reply, peer):
    change(reply)
    services.update_room(
        room=room,
        name="Stories",
        audience=room.audience,
        communities=room.communities.all(),
        pre_moderated=False,
    )

    client_of(peer).post(edit_url(reply), {"content": "Freely"})

    assert says(reply) == "Freely"
    assert not HeldChange.objects.exists()
