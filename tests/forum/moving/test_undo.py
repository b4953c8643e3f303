"""Undo is undo: whatever is done to topics, undone it leaves all that stood there as it was."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from machina.core.db.models import get_model

from communities import services as communities
from forum import services
from forum.following.enums import Level
from forum.following.services import hear_of_topic
from forum.history.models import Removal
from forum.rooms.enums import Audience
from forum.signing import seals
from forum.signing.models import TopicNumber
from forum.topics.counters import find_drift
from forum.topics.models import Post, Topic
from notifications.choices import topic_scope
from notifications.models import Choice
from notifications.services import notify
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory
from tests.factories.members import UserFactory
from tests.forum.moving.state import differing, everything, hashed
from tests.shared import shared

pytestmark = pytest.mark.django_db

ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")
BEGIN = timezone.now() - timedelta(days=20)
WHICH = st.integers(0, 1_000)


class House:
    """Three rooms, each for no more than the one before; five people, two topics in each room."""

    def __init__(self) -> None:
        self.community = CommunityFactory(title="Night workers")
        self.people = UserFactory.create_batch(5)
        for person in self.people:
            communities.join(community=self.community, member=person)
        self.facilitator = self.people[0]
        communities.appoint_facilitator(community=self.community, member=self.facilitator)
        self.rooms = [
            RoomFactory(audience=Audience.PUBLIC, communities=[self.community]),
            RoomFactory(audience=Audience.MEMBERS, communities=[self.community]),
            RoomFactory(audience=Audience.COMMUNITIES, communities=[self.community]),
        ]
        self.minutes = 0
        self.topics = [
            self.start(room, number) for number, room in enumerate([*self.rooms, self.rooms[0]])
        ]

    def now(self):
        self.minutes += 1
        return BEGIN + timedelta(minutes=self.minutes)

    def start(self, room, number):
        author = self.people[1 + number % 4]
        topic = services.start_topic(
            room=room, author=author, subject=f"Topic {number}", text="Begun", at=self.now()
        )
        for answer in range(3):
            self.answer(topic, number + answer)
        return topic

    def answer(self, topic, who, *, sealed=False, approved=True):
        """A reply, which those who follow are told of; a sealed one with the author's number."""
        author = self.people[1 + who % 4]
        label = ""
        if sealed:
            from forum.posting.labels import give_number

            label = f"Member {give_number(topic, author)}"
        post = PostFactory(
            topic=topic, author=author, label=label, approved=approved, at=self.now()
        )
        notify(
            [self.people[1 + (who + 1) % 4]],
            kind="reply_in_topic",
            about=post,
            actor=None if sealed else author,
            topic=topic.pk,
        )
        return post

    def topic(self, which):
        topics = Topic.objects.filter(approved=True).select_related("forum").order_by("pk")
        return topics[which % topics.count()]


@shared
def house(db):
    return House()


# What may happen before


def follow(house, which, more):
    topic, person = house.topic(which), house.people[more % 5]
    topic.subscribers.add(person)
    Choice.objects.update_or_create(
        member=person, scope=topic_scope(topic.pk), kind="", defaults={"reach": "weekly"}
    )


def _has_read(tracks, at, **whose):
    """The engine's field says that it is now; what is asked for here is earlier."""
    tracks.objects.get_or_create(**whose)
    tracks.objects.filter(**whose).update(mark_time=at)


def read(house, which, more):
    posts = house.topic(which).posts.order_by("created")
    at = posts[more % posts.count()].created
    _has_read(TopicReadTrack, at, user=house.people[more % 5], topic=house.topic(which))


def read_room(house, which, more):
    at = BEGIN + timedelta(minutes=more % 40)
    forum = house.rooms[more % 3].forum
    _has_read(ForumReadTrack, at, user=house.people[which % 5], forum=forum)


def answer(house, which, more):
    house.answer(house.topic(which), more, sealed=more % 3 == 0, approved=more % 5 > 0)


def quote(house, which, more):
    topic = house.topic(which)
    posts = topic.posts.filter(approved=True).order_by("created")
    source = posts[more % posts.count()]
    said = {"text": "Yes", "source": source, "quoted": source.content.raw, "at": house.now()}
    services.reply(topic=topic, author=house.people[more % 5], approved=True, **said)


def use(house, which, more):
    """Somebody keeps a message, says a word to it, and wants to hear nothing of its topic."""
    post, person = _one(house, which, more), house.people[more % 5]
    services.keep(post=post, member=person, note="For supervision")
    services.react(post=post, member=person, word="thanks")
    hear_of_topic(member=person, topic=post.topic, level=Level.MUTED)


def retitle(house, which, more):
    head = Post.objects.get(pk=house.topic(which).first_post_id)
    said = {"subject": f"Renamed {more}", "text": "Other words"}
    services.edit_post(post=head, by=head.poster, **said)


def take_out_of_view(house, which, more):
    replies = house.topic(which).posts.filter(approved=True).order_by("-created")
    with suppress(ValidationError):
        _remove(house, replies[more % replies.count()], more)


def earlier_move(house, which, more):
    """Something was moved before, and stays moved."""
    with suppress(ValidationError):
        DOINGS[("split", "merge", "move")[more % 3]](house, which, more)


HAPPENINGS = [
    follow, read, read_room, answer, answer, quote, use, retitle, take_out_of_view, earlier_move
]  # fmt: skip


# What is done, each giving what undoes it


def split(house, which, more):
    topic = house.topic(which)
    replies = topic.posts.filter(approved=True).exclude(pk=topic.first_post_id)
    keys = list(replies.order_by("created").values_list("pk", flat=True))
    chosen = [key for place, key in enumerate(keys) if (more >> place) & 1] or keys[-1:]
    move = services.split_topic(
        topic=topic,
        posts=chosen,
        title=("Apart", topic.subject)[more % 2],
        forum=house.rooms[more % 3].forum,
        by=house.facilitator,
    )
    return lambda: services.undo(move=move)


def merge(house, which, more):
    both = (house.topic(which), house.topic(which + 1 + more % 5))
    into, later = sorted(both, key=lambda topic: topic.created)
    move = services.merge_topics(topic=later, into=into, by=house.facilitator)
    return lambda: services.undo(move=move)


def move(house, which, more):
    moved = services.move_topic(
        topic=house.topic(which), forum=house.rooms[more % 3].forum, by=house.facilitator
    )
    return lambda: services.undo(move=moved)


def lock(house, which, more):
    topic = house.topic(which)
    was = topic.is_locked
    services.lock_topic(topic=topic, locked=not was)
    return lambda: services.lock_topic(topic=topic, locked=was)


def pin(house, which, more):
    topic = house.topic(which)
    if topic.is_sticky:
        raise ValidationError("It is pinned already")
    services.pin_topic(topic=topic, until=(None, timezone.now() + timedelta(days=3))[more % 2])
    return lambda: services.unpin_topic(topic=topic)


def hide(house, which, more):
    return _undoing(_remove(house, _one(house, which, more), 0), house)


def withdraw(house, which, more):
    return _undoing(_remove(house, _one(house, which, more), 1), house)


def _one(house, which, more):
    posts = house.topic(which).posts.filter(approved=True).order_by("created")
    return posts[more % posts.count()]


def _remove(house, post, more):
    if more % 2:
        return services.withdraw_post(post=post)
    return services.hide_post(post=post, by=house.facilitator, reason="It names somebody")


def _undoing(removal: Removal, house):
    return lambda: services.restore_post(removal=removal, by=house.facilitator)


DOINGS = {
    "split": split,
    "merge": merge,
    "move": move,
    "lock": lock,
    "pin": pin,
    "hide": hide,
    "withdraw": withdraw,
}
done: dict[str, int] = {}


@settings(
    max_examples=500,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    before=st.lists(st.tuples(st.sampled_from(HAPPENINGS), WHICH, WHICH), max_size=4),
    doings=st.lists(
        st.tuples(st.sampled_from(["split", "merge", "move", *DOINGS]), WHICH, WHICH),
        min_size=1,
        max_size=2,
    ),
)
def test_done_and_undone_leaves_everything_as_it_was(house, before, doings):
    """Several things are done one on the other, and undone from the last to the first."""
    with transaction.atomic():
        for happen, which, more in before:
            happen(house, which, more)
        undo = []
        for name, which, more in doings:
            state = everything()
            try:
                with transaction.atomic():
                    undo.append((name, state, DOINGS[name](house, which, more)))
            except ValidationError:
                continue
            done[name] = done.get(name, 0) + 1
            assert list(find_drift()) == [], name
        for name, state, put_back in reversed(undo):
            _put_back(name, state, put_back)
        transaction.set_rollback(True)


def _put_back(name, state, put_back):
    put_back()
    after = everything()
    if hashed(after) != hashed(state):
        pytest.fail(f"{name}: {differing(state, after)}")
    assert list(find_drift()) == [], name


def test_each_of_them_was_done_often():
    if done:
        assert {name for name, times in done.items() if times > 10} == set(DOINGS)


def test_a_number_that_went_along_is_kept_and_taken_back(house):
    topic = house.topics[0]
    sealed = house.answer(topic, 1, sealed=True)
    other = house.answer(topic, 2, sealed=True)
    numbers = TopicNumber.objects.order_by("pk").values_list("topic", "author", "number")
    before = list(numbers.all())

    moved = services.split_topic(
        topic=topic,
        posts=[other.pk],
        title="Apart",
        forum=topic.forum,
        by=house.facilitator,
    )

    assert list(numbers.all()) == [*before, (moved.target_id, seals.author_of(other), 2)]
    services.undo(move=moved)
    assert list(numbers.all()) == before
    assert [Post.objects.get(pk=post.pk).username for post in (sealed, other)] == [
        "Member 1",
        "Member 2",
    ]
