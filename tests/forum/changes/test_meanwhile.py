"""What happens meanwhile to a message whose change waits, and nothing of either is lost."""

import pytest
from django.core.exceptions import ValidationError

from forum import services
from forum.topics.held import HeldChange
from forum.topics.models import Topic
from tests.factories.forum import PostFactory
from tests.forum.addresses import edit_url
from tests.forum.changes.conftest import AFTER, change, says
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db


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
