"""What is done with one topic or one room leaves the others as they are."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from machina.core.db.models import get_model

from communities.models import CommunityPage
from forum import services
from forum.paging import positions
from forum.paging.positions import Milestone
from forum.polls.models import Counted, HasVoted, PollRules, Tally
from forum.rooms.models import Forum, Room
from forum.signals import post_declined, post_published, post_queued, room_opened
from forum.topics import counters
from forum.topics.models import Post, Topic
from forum.topics.services import put_topic
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def model(app: str, name: str) -> Any:
    return get_model(f"forum_{app}", name)


def furnished(room: Room, number: int) -> Topic:
    """A topic with all that may belong to one."""
    at = timezone.now() - number * YEAR
    topic = TopicFactory(
        room=room,
        subject=f"Topic {number}",
        at=at,
        attachments=[pdf()],
        poll={"question": "Tea?", "options": ["Yes", "No"]},
    )
    PostFactory.create_batch(2, topic=topic, at=at)
    PostFactory(topic=topic, approved=False, at=at)
    reader = UserFactory()
    topic.subscribers.add(reader)
    model("tracking", "TopicReadTrack").objects.create(user=reader, topic=topic)
    services.vote(poll=topic.poll, member=reader, options=topic.poll.options.all()[:1])
    second = topic.posts.order_by("pk")[1]
    Milestone.objects.create(topic=topic, position=2, created=second.created, post_id=second.pk)
    return Topic.objects.get(pk=topic.pk)


def all_of(topic: Topic) -> list[Any]:
    tables = {
        Topic: "pk",
        Post: "topic",
        Topic.subscribers.through: "topic",
        Milestone: "topic",
        model("attachments", "Attachment"): "post__topic",
        model("polls", "TopicPoll"): "topic",
        model("polls", "TopicPollOption"): "poll__topic",
        PollRules: "poll__topic",
        Tally: "option__poll__topic",
        HasVoted: "poll__topic",
        Counted: "poll__topic",
        model("tracking", "TopicReadTrack"): "topic",
    }
    return [
        list(table._base_manager.filter(**{key: topic.pk}).order_by("pk").values())
        for table, key in tables.items()
    ]


def all_about(room: Room) -> list[Any]:
    rules = [model("permission", f"{who}ForumPermission") for who in ("User", "Group")]
    return [
        *Forum.objects.filter(pk=room.forum_id).values(),
        *Room.objects.filter(pk=room.pk).values(),
        *room.communities.values_list("pk"),
        *(list(each.objects.filter(forum=room.forum).order_by("pk").values()) for each in rules),
    ]


@shared
def house(db):
    """Three furnished topics: one to change, one beside it, one in another room."""
    communities = [CommunityFactory(), CommunityFactory(parent__slug="others")]
    here, elsewhere = (
        RoomFactory(audience="communities", communities=[community]) for community in communities
    )
    return SimpleNamespace(
        here=here,
        elsewhere=elsewhere,
        third=RoomFactory(),
        topic=furnished(here, 1),
        beside=furnished(here, 2),
        far=furnished(elsewhere, 3),
        by=UserFactory(),
    )


def waiting(house) -> Post:
    return house.topic.posts.get(approved=False)


def reply(house) -> Post:
    return house.topic.posts.filter(approved=True).order_by("pk")[1]


def change(house) -> Any:
    return services.hold_change(post=reply(house), subject="", text="Wanted")


def option(house) -> Any:
    return house.topic.poll.options.order_by("pk").last()


def mend(house) -> None:
    Topic.objects.filter(pk=house.topic.pk).update(posts_count=9)
    Milestone.objects.filter(topic=house.topic).update(position=3)
    assert [drift.pk for drift in counters.find_drift(mend=True)] == [house.topic.pk]


STEPS: dict[str, Callable[[Any], Any]] = {
    "reply": lambda house: PostFactory(topic=house.topic),
    "reply_of_long_ago": lambda house: PostFactory(topic=house.topic, at=timezone.now() - 9 * YEAR),
    "edit_head": lambda house: services.edit_post(
        post=house.topic.first_post, by=house.topic.poster, subject="New", text="New"
    ),
    "edit_reply": lambda house: services.edit_post(
        post=reply(house), by=reply(house).poster, subject="New", text="New"
    ),
    "approve": lambda house: services.approve_post(post=waiting(house), by=house.by),
    "disapprove": lambda house: services.disapprove_post(
        post=waiting(house), by=house.by, reason="Please leave out the street."
    ),
    "let_through": lambda house: services.let_change_through(change=change(house), by=house.by),
    "take_out": lambda house: services.take_out_details(
        post=reply(house), by=house.by, pieces=[reply(house).content.raw]
    ),
    "lock": lambda house: services.lock_topic(topic=house.topic),
    "move": lambda house: put_topic(topic=house.topic, forum=house.third.forum),
    "pin": lambda house: services.set_topic_type(topic=house.topic, type=Topic.TOPIC_STICKY),
    "vote": lambda house: services.vote(
        poll=house.topic.poll, member=house.by, options=[option(house)]
    ),
    "delete_reply": lambda house: reply(house).delete(),
    "delete_topic": lambda house: house.topic.delete(),
    "lay_anew": lambda house: positions.lay_anew([house.topic.pk]),
    "mend": mend,
}


@pytest.mark.parametrize("take", STEPS.values(), ids=STEPS)
def test_what_is_done_with_one_topic_leaves_the_others(house, take):
    before = all_of(house.topic)
    others = [all_of(house.beside), all_of(house.far), all_about(house.elsewhere)]

    take(house)

    assert all_of(house.topic) != before
    assert [all_of(house.beside), all_of(house.far), all_about(house.elsewhere)] == others


def test_a_topic_of_long_ago_leaves_the_days_of_others(house):
    others = [all_of(house.beside), all_of(house.far), all_about(house.elsewhere)]
    at = timezone.now() - 9 * YEAR

    topic = TopicFactory(room=house.here, at=at)

    assert Topic.objects.get(pk=topic.pk).created == at
    assert [all_of(house.beside), all_of(house.far)] == others[:2]
    assert all_about(house.elsewhere) == others[2]


def test_what_is_changed_about_one_room_leaves_the_others(house):
    before, others = all_about(house.here), all_about(house.elsewhere)

    services.update_room(room=house.here, name="Tea room", audience="public", pre_moderated=True)

    assert all_about(house.here) != before
    assert all_about(house.elsewhere) == others


class UnheardError(Exception):
    """Whoever is told of something cannot take it."""


ANNOUNCED = [room_opened, post_published, post_queued, post_declined]
IN_PART: dict[str, Callable[[Any], Any]] = {
    "open_room": lambda house: services.open_room(name="New", audience="public"),
    "update_room": lambda house: services.update_room(
        room=house.here, name="New", audience="communities", communities=[CommunityPage()]
    ),
    "start_topic": lambda house: TopicFactory(room=house.here, author=house.by),
    "start_waiting": lambda house: TopicFactory(
        room=house.here, author=house.by, approved=False, at=timezone.now() - YEAR
    ),
    "reply": lambda house: PostFactory(topic=house.topic, author=house.by),
    "reply_waiting": lambda house: PostFactory(topic=house.topic, author=house.by, approved=False),
    "approve": STEPS["approve"],
    "disapprove": STEPS["disapprove"],
}


@pytest.mark.parametrize("take", IN_PART.values(), ids=IN_PART)
def test_what_fails_at_its_end_was_not_begun(house, take):
    def fail(**kwargs):
        raise UnheardError

    before = [
        all_of(house.topic),
        all_about(house.here),
        Room.objects.count(),
        Topic.objects.count(),
    ]
    for signal in ANNOUNCED:
        signal.connect(fail)

    try:
        with pytest.raises((UnheardError, ValueError)):
            take(house)
    finally:
        for signal in ANNOUNCED:
            signal.disconnect(fail)

    after = [
        all_of(house.topic),
        all_about(house.here),
        Room.objects.count(),
        Topic.objects.count(),
    ]
    assert after == before
