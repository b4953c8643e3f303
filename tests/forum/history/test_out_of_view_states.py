"""Posts and topics go out of view and come back, in any order, and nothing is lost on the way."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from forum import services
from forum.history.models import Removal
from forum.paging import positions
from forum.paging.positions import Milestone
from forum.rooms.models import Forum
from forum.topics.counters import find_drift
from forum.topics.held import waiting
from forum.topics.models import Post, Topic
from forum.topics.services import put_topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory

WHICH = st.integers(min_value=0, max_value=1_000)
TABLES = (Topic, Post, Forum, Removal, Milestone)


def everything() -> list:
    """All that stands there, but for when a row was stored last."""
    return [
        [
            {name: value for name, value in row.items() if name != "updated"}
            for row in table._base_manager.order_by("pk").values()
        ]
        for table in TABLES
    ]


class OutOfView(RuleBasedStateMachine):
    """Two rooms in which three people write, and a facilitator."""

    @initialize()
    def begin(self):
        self.block = transaction.atomic()
        self.block.__enter__()
        self.rooms = RoomFactory.create_batch(2)
        self.people = UserFactory.create_batch(3)
        self.facilitator = UserFactory()
        TopicFactory(room=self.rooms[0], author=self.people[0])
        self.readable = set(Post.objects.values_list("pk", flat=True))
        """Posts that were published: what is out of view among them is said by ``removed``."""
        self.removed: dict[int, str] = {}

    def teardown(self):
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # What there is

    @staticmethod
    def one(rows, which):
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        return rows.get(pk=keys[which % len(keys)]) if keys else None

    def topic_is_shown(self, topic):
        return topic.first_post_id in self.readable and topic.first_post_id not in self.removed

    # What is done

    @rule(room=st.integers(0, 1), who=st.integers(0, 2), approved=st.booleans())
    def start(self, room, who, approved):
        topic = TopicFactory(room=self.rooms[room], author=self.people[who], approved=approved)
        if approved:
            self.readable.add(topic.first_post_id)

    @rule(which=WHICH, who=st.integers(0, 2), approved=st.booleans())
    def reply(self, which, who, approved):
        topic = self.one(Topic.objects.select_related("forum"), which)
        if self.topic_is_shown(topic):
            post = PostFactory(topic=topic, author=self.people[who], approved=approved)
            if approved:
                self.readable.add(post.pk)

    @rule(which=WHICH)
    def approve(self, which):
        post = self.one(waiting(Post.objects.all()), which)
        if post:
            services.approve_post(post=post, by=self.facilitator)
            self.readable.add(post.pk)

    @rule(which=WHICH, how=st.sampled_from(["withdrawn", "hidden"]))
    def remove(self, which, how):
        post = self.one(Post.objects.select_related("topic"), which)
        gone = post.pk in self.removed or post.topic.first_post_id in self.removed
        published = post.pk in self.readable and self.topic_is_shown(post.topic)
        try:
            self._remove(post, how)
        except ValidationError:
            assert gone or (how == "hidden" and not published)
        else:
            assert not gone
            assert how == "withdrawn" or published
            self.removed[post.pk] = how

    @rule(which=WHICH)
    @precondition(lambda self: self.removed)
    def restore(self, which):
        removal = self.one(Removal.objects.all(), which)
        services.restore_post(removal=removal, by=self.facilitator)
        del self.removed[removal.post_id]

    @rule(which=WHICH)
    def edit(self, which):
        post = self.one(Post.objects.all(), which)
        with suppress(ValidationError):
            services.edit_post(post=post, by=post.poster, subject=post.subject, text="Better")

    @rule(which=WHICH, room=st.integers(0, 1))
    def move(self, which, room):
        topic = self.one(Topic.objects.select_related("forum"), which)
        if topic.forum_id != self.rooms[room].forum_id:
            put_topic(topic=topic, forum=self.rooms[room].forum)

    @rule(which=WHICH, how=st.sampled_from(["withdrawn", "hidden"]))
    def do_and_undo(self, which, how):
        post = self.one(Post.objects.select_related("topic"), which)
        before = everything()
        with suppress(ValidationError):
            removal = self._remove(post, how)
            services.restore_post(removal=removal, by=self.facilitator)
        assert everything() == before

    def _remove(self, post, how):
        if how == "withdrawn":
            return services.withdraw_post(post=post)
        return services.hide_post(post=post, by=self.facilitator, reason="It names somebody")

    # What holds after each

    @invariant()
    def counters_are_right(self):
        if hasattr(self, "block"):
            assert list(find_drift()) == []
            assert positions.misplaced(list(Topic.objects.values_list("pk", flat=True))) == {}

    @invariant()
    def what_is_shown_is_what_was_published_and_not_removed(self):
        if hasattr(self, "block"):
            shown = Post.objects.filter(approved=True, topic__approved=True)
            heads = dict(Post.objects.values_list("pk", "topic__first_post"))
            assert set(shown.values_list("pk", flat=True)) == {
                pk
                for pk in self.readable
                if pk not in self.removed
                and heads[pk] in self.readable
                and heads[pk] not in self.removed
            }

    @invariant()
    def nothing_is_lost(self):
        if hasattr(self, "block"):
            found = dict(Removal.objects.values_list("post", "withdrawn"))
            assert {pk: "withdrawn" if own else "hidden" for pk, own in found.items()} == (
                self.removed
            )
            assert self.readable <= set(Post.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_posts_and_topics_go_out_of_view_and_come_back_in_any_order():
    run_state_machine_as_test(
        OutOfView,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_milestones_of_a_long_topic_follow():
    topic = TopicFactory()
    posts = PostFactory.create_batch(205, topic=topic)
    before = everything()
    removals = [services.withdraw_post(post=posts[number]) for number in (3, 99, 100, 150)]
    assert list(find_drift()) == []

    for removal in removals:
        services.restore_post(removal=removal, by=removal.post.poster)

    assert everything() == before
    assert list(find_drift()) == []
