"""Facilitators are told of what waits: one line, which says how much when it is read."""

from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.services import appoint_facilitator, join
from forum import services
from forum.rooms.enums import Audience
from notifications.models import Choice, Notification, Preferences
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
SITE = reverse("notifications:index")
QUEUE = reverse("forum_moderation:queue")


@shared
def second(peers):
    user = UserFactory(display_name="Second Facilitator")
    join(community=peers, member=user)
    appoint_facilitator(community=peers, member=user)
    return user


@shared
def elsewhere(peers):
    """Who looks after another community."""
    user = UserFactory(display_name="Elsewhere")
    CommunityFactory(title="Others", parent=peers.get_parent(), facilitators=[user])
    return user


@shared
def topic(peers):
    room = RoomFactory(
        name="Stories", audience=Audience.COMMUNITIES, communities=[peers], pre_moderated=True
    )
    return TopicFactory(room=room)


def told(person):
    return Notification.objects.filter(kind="messages_wait", recipient=person)


def test_who_looks_after_the_room_has_one_line_for_all_that_waits(
    topic, facilitator, second, elsewhere, peer
):
    post = PostFactory(topic=topic, author=peer)
    waiting = PostFactory.create_batch(2, topic=topic, author=peer, approved=False)
    services.hold_change(post=post, subject="", text="Otherwise")

    assert [told(one).count() for one in (facilitator, second, elsewhere, peer)] == [1, 1, 0, 0]
    html = client_of(facilitator).get(SITE).text
    assert "3 messages wait" in html
    assert peer.display_name not in html
    services.approve_post(post=waiting[0], by=second)
    services.approve_post(post=waiting[1], by=second)
    assert "A message waits" in client_of(second).get(SITE).text
    services.forget_change(post=post)
    assert "message waits" not in client_of(second).get(SITE).text


def test_it_is_daily_unless_somebody_chooses_otherwise(topic, facilitator, second):
    Choice.objects.create(member=second, kind="messages_wait", reach="at_once")
    at_any_hour = {"quiet_from": time(7), "quiet_until": time(7), "waits_for_working_days": False}
    Preferences.objects.create(member=second, **at_any_hour)

    PostFactory(topic=topic, approved=False)

    assert (told(facilitator).get().how, told(second).get().how) == ("daily", "at_once")
    assert told(second).get().mail_due_at < told(facilitator).get().mail_due_at


def test_once_it_was_mailed_or_read_what_comes_next_is_told_anew(topic, facilitator, second):
    PostFactory(topic=topic, approved=False)
    told(facilitator).update(mailed_at=timezone.now())

    PostFactory(topic=topic, approved=False)

    assert [row.read_at is None for row in told(facilitator).order_by("pk")] == [False, True]
    assert told(second).count() == 1
    client_of(second).get(QUEUE)
    assert told(second).get().read_at is not None
    PostFactory(topic=topic, approved=False)
    assert told(second).filter(read_at=None).count() == 1


def test_what_is_published_at_once_is_told_to_no_facilitator(private_room, facilitator):
    PostFactory(topic=TopicFactory(room=private_room))

    assert not told(facilitator).exists()


def test_of_a_room_without_a_community_nobody_is_told(facilitator):
    PostFactory(approved=False)

    assert not Notification.objects.filter(kind="messages_wait").exists()
