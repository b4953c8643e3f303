"""Marking as read by hand, and undo within a minute: what was unread is unread again, exactly."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from machina.core.db.models import get_model

from forum.reading import marking
from forum.reading.models import MarkedRead
from forum.reading.new import with_new
from forum.reading.tracking import TrackingHandler
from forum.topics.models import Topic
from notifications.models import Notification
from notifications.services import notify
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.forum.test_paging import lengthen

ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")

pytestmark = pytest.mark.django_db
which_topic, which_room = st.integers(0, 3), st.integers(0, 1)


class MarkingMachine(RuleBasedStateMachine):
    """Two rooms of two topics. ``read`` says how many posts of each topic one person has read."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()

    @initialize()
    def begin(self) -> None:
        self.reader, self.beside = UserFactory.create_batch(2)
        self.rooms = [RoomFactory(), RoomFactory()]
        self.topics = [TopicFactory(room=self.rooms[n // 2]) for n in range(4)]
        self.said, self.read = [1] * 4, [0] * 4
        self.before: list[int] | None = None
        self.seen_since: dict[int, int] = {}
        self.last_marked: list[int] = []

    def _topic(self, n: int) -> Topic:
        return Topic.objects.select_related("forum").get(pk=self.topics[n].pk)

    @rule(n=which_topic)
    def write(self, n: int) -> None:
        PostFactory(topic=self._topic(n), author=self.beside)
        self.said[n] += 1

    @rule(n=which_topic)
    def look(self, n: int) -> None:
        """Reading writes down only what is not marked as read already."""
        TrackingHandler().mark_topic_read(self._topic(n), self.reader)
        if self.read[n] < self.said[n]:
            self.seen_since[n] = self.said[n]
        self.read[n] = self.said[n]

    @rule(n=which_topic)
    def mark_topic(self, n: int) -> None:
        self._keep([n])
        marking.mark_topic_read(member=self.reader, topic=self._topic(n))

    @rule(n=which_room)
    def mark_room(self, n: int) -> None:
        self._keep([2 * n, 2 * n + 1])
        marking.mark_rooms_read(member=self.reader, forums=[self.rooms[n].forum])

    @rule()
    def mark_all(self) -> None:
        self._keep([0, 1, 2, 3])
        forums = [room.forum for room in self.rooms]
        marking.mark_rooms_read(member=self.reader, forums=forums)

    def _keep(self, topics: list[int]) -> None:
        self.before, self.seen_since, self.last_marked = list(self.read), {}, topics
        for n in topics:
            self.read[n] = self.said[n]

    @rule()
    def undo(self) -> None:
        assert marking.undo(member=self.reader) == (self.before is not None)
        if self.before is not None:
            for n in self.last_marked:
                self.read[n] = max(self.before[n], self.seen_since.get(n, 0))
            self.before = None

    @rule()
    def wait(self) -> None:
        then = timezone.now() - timedelta(minutes=2)
        MarkedRead.objects.filter(member=self.reader).update(at=then)
        self.before = None

    @invariant()
    def what_is_unread_is_right_to_the_post(self) -> None:
        if not hasattr(self, "topics"):
            return
        found = with_new(
            Topic.objects.filter(pk__in=[each.pk for each in self.topics]), self.reader
        )
        new = {topic.pk: topic.new or 0 for topic in found}
        assert [new[each.pk] for each in self.topics] == [
            said - read for said, read in zip(self.said, self.read, strict=True)
        ]
        unread = TrackingHandler().unread(Topic.objects.all(), self.reader)
        assert {each.pk for each in unread} == {pk for pk, number in new.items() if number}
        assert not TopicReadTrack.objects.filter(user=self.beside).exists()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)


def test_marks_and_undo_under_any_order_of_steps():
    run_state_machine_as_test(
        MarkingMachine, settings=settings(max_examples=60, stateful_step_count=20, deadline=None)
    )


def told(member, topic):
    post = PostFactory(topic=topic)
    notify([member], kind="reply_to_me", about=post, topic=topic.pk)


def unread_numbers(member):
    rows = Notification.objects.unread().filter(recipient=member).order_by("topic_id")
    return list(rows.values_list("topic_id", flat=True))


def test_what_was_told_of_it_is_read_with_it_and_unread_again(member, member_client):
    mine, beside = TopicFactory(author=member), TopicFactory(author=member)
    for topic in (mine, beside):
        told(member, topic)
    other = UserFactory()
    told(other, mine)

    page = member_client.post(reverse("read_topic", args=[mine.pk]), follow=True)
    assert "It is marked as read." in page.text
    assert unread_numbers(member) == [beside.pk]
    assert reverse("undo_read") in page.text
    assert member_client.get(reverse("undo_read")).status_code == 200

    page = member_client.post(reverse("undo_read"), follow=True)
    assert "It is unread again, as it was." in page.text
    assert unread_numbers(member) == [mine.pk, beside.pk]
    assert unread_numbers(other) == [mine.pk]
    page = member_client.post(reverse("undo_read"), follow=True)
    assert "it stays as it is" in page.text


@pytest.mark.parametrize(
    "address",
    ["/forum/tracking/mark/forums/", "/forum/tracking/mark/forum/{}/topics/"],
    ids=["all", "a room"],
)
def test_a_room_and_all_can_be_taken_back(address, member, member_client):
    topic = TopicFactory(author=member)
    told(member, topic)
    member_client.post(address.format(topic.forum_id))
    assert (unread_numbers(member), list(TrackingHandler().unread(Topic.objects, member))) == (
        [],
        [],
    )
    member_client.post(reverse("undo_read"))
    assert unread_numbers(member) == [topic.pk]
    assert list(TrackingHandler().unread(Topic.objects, member)) == [topic]
    assert not ForumReadTrack.objects.exists()


def test_a_topic_is_read_as_far_as_its_page_and_goes_on_there(member, public_room):
    topic = TopicFactory(room=public_room)
    posts = lengthen(topic, 45)
    told_of = [posts[5], posts[44]]
    for post in told_of:
        post.topic = topic
        notify([member], kind="reply_in_topic", about=post, topic=topic.pk)
    browser, url = client_of(member), topic_url(topic)

    browser.get(url)
    (row,) = with_new(Topic.objects.filter(pk=topic.pk), member)
    assert (row.new, row.first_new) == (25, posts[20].pk)
    assert list(Notification.objects.unread().values_list("about_id", flat=True)) == [posts[44].pk]
    assert "25 new" in browser.get("/forum/tracking/unread-topics/").text

    page = browser.get(f"{url}?post=new")
    assert page.context["page_obj"].number == 2
    assert page.text.index('id="new"') < page.text.index(f'id="{posts[20].pk}"')
    browser.get(f"{url}?page=1")
    assert browser.get(f"{url}?post=new").context["page_obj"].number == 3
    assert not Notification.objects.unread().exists()
    assert browser.get(f"{url}?post=new").context["page_obj"].number == 3
    assert client_of(UserFactory()).get(f"{url}?post=new").context["page_obj"].number == 1


def test_what_may_not_be_read_is_not_marked(member_client, private_room):
    topic = TopicFactory(room=private_room)
    assert member_client.post(reverse("read_topic", args=[topic.pk])).status_code == 404
    assert member_client.get(reverse("read_topic", args=[topic.pk])).status_code == 405
    assert not MarkedRead.objects.exists()
