"""How posts get from one topic into another, with all that hangs on where they are."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q
from machina.core.db.models import get_model

from forum import notices
from forum.history.models import Removal
from forum.moving.models import Move, MovedMark, MovedPost
from forum.paging import positions
from forum.rooms.readers import readable_by
from forum.signing import numbers
from forum.topics.models import Post, Topic, reply_title
from members.models import User
from notifications.choices import topic_scope
from notifications.services import choose_alike, forget_choices, lead_on

ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")
Subscription = Topic.subscribers.through


def carry(post_ids: Collection[int], source: Topic, target: Topic) -> None:
    """Put posts into another topic, with what says where they are. Nothing is counted yet."""
    of_posts = Post._base_manager.filter(pk__in=post_ids)
    shown = numbers.labels_in(Post._base_manager.filter(topic=target))
    of_posts.update(topic=target)
    Removal.objects.filter(post__in=post_ids).update(topic=target)
    lead_on(
        kinds=notices.ABOUT_POSTS, about=post_ids, topic=source.pk, to=target.pk
    )  # what is seen with a topic is seen with this one
    numbers.take_along(post_ids, source.pk, target.pk, shown)


def carry_back(post_ids: Collection[int], source: Topic, target: Topic) -> None:
    """Put posts back into the source, and take from the target what came with them."""
    Post._base_manager.filter(pk__in=post_ids).update(topic=source)
    Removal.objects.filter(post__in=post_ids).update(topic=source)
    lead_on(kinds=notices.ABOUT_POSTS, about=post_ids, topic=target.pk, to=source.pk)
    stay = Post._base_manager.filter(topic=target).values_list("pk", flat=True)
    numbers.take_back(post_ids, list(stay), source.pk, target.pk)


def count_anew(*topics: Topic) -> None:
    """Count the topics and their rooms, and lay their milestones. Their rows are locked."""
    for topic in topics:
        topic.update_trackers()
    positions.lay_anew([topic.pk for topic in topics])


# What posts are called


def note_titles(move: Move, posts: Any, old: str, head: int | None) -> None:
    """Note which posts go along, and what is called otherwise there: the new first post, and
    replies that are called after their topic."""
    after = reply_title(old)
    MovedPost.objects.bulk_create(
        MovedPost(
            move=move,
            post_id=pk,
            was_called="" if subject == after else subject if pk == head else None,
        )
        for pk, subject in posts.values_list("pk", "subject").order_by("pk")
    )


def call_after(move: Move, title: str, head: int | None) -> None:
    """Call what went along after its new topic."""
    renamed = Post._base_manager.filter(
        moves__in=move.moved.exclude(was_called=None).values("pk")
    ).values("pk")
    Post._base_manager.filter(pk__in=renamed).update(subject=reply_title(title))
    if head is not None:
        Post._base_manager.filter(pk=head).update(subject=title)


def call_as_before(move: Move, title: str) -> None:
    """Call what goes back as it was called, and after its topic as that is called now."""
    replies = move.moved.filter(was_called="").values("post")
    Post._base_manager.filter(pk__in=replies).update(subject=reply_title(title))
    for moved in move.moved.exclude(Q(was_called=None) | Q(was_called="")):
        Post._base_manager.filter(pk=moved.post_id).update(subject=moved.was_called)


# Who follows


def bring_followers(move: Move, source: Topic, target: Topic) -> None:
    """Let whoever follows the source follow the target too, with what they chose for it, where
    they may read that."""
    there = Subscription._default_manager.filter(topic=target).values("user")
    own = Subscription._default_manager.filter(topic=source).exclude(user__in=there)
    people = list(User.objects.active().filter(pk__in=own.values("user")))
    readable = readable_by(people)
    keys = [person.pk for person in people if target.forum_id in readable[person.pk]]
    Subscription._default_manager.bulk_create(
        Subscription(topic_id=target.pk, user_id=key) for key in keys
    )
    move.followers.set(keys)
    choose_alike(members=keys, like=topic_scope(source.pk), scope=topic_scope(target.pk))


def take_followers_back(move: Move, target: Topic) -> None:
    keys = list(move.followers.values_list("pk", flat=True))
    Subscription._default_manager.filter(topic=target, user__in=keys).delete()
    forget_choices(members=keys, scope=topic_scope(target.pk))
    move.followers.clear()


# What was read


class Marks:
    """Up to when each person has read a topic: by its own mark, or by that of its room."""

    def __init__(self, topic: int, forum: int) -> None:
        self.of_topic = dict(
            TopicReadTrack.objects.filter(topic=topic).values_list("user", "mark_time")
        )
        self.of_room = dict(
            ForumReadTrack.objects.filter(forum=forum).values_list("user", "mark_time")
        )

    def readers(self) -> set[int]:
        return {*self.of_topic, *self.of_room}

    def until(self, reader: int) -> datetime | None:
        marks = (self.of_topic.get(reader), self.of_room.get(reader))
        return max((mark for mark in marks if mark), default=None)


def keep_read(move: Move, before: Marks, target: Topic, beginning: datetime) -> None:
    """Let what was read stay read in a topic that begins then, in its room as it is now."""
    there = Marks(target.pk, target.forum_id)
    wanted = {}
    for reader in before.readers():
        mark, known = before.until(reader), there.until(reader)
        if mark and mark >= beginning and (known is None or known < mark):
            wanted[reader] = mark
    _mark(move, there, target, wanted)


def keep_all_read(
    move: Move, before: Marks, last: datetime, there: Marks, last_there: datetime, target: Topic
) -> None:
    """Let those who had read both topics to their ends have read what they are together."""
    wanted = {}
    end = max(last, last_there)
    for reader in before.readers() & there.readers():
        mark, known = before.until(reader), there.until(reader)
        if mark and known and mark >= last and known >= last_there and known < end:
            wanted[reader] = end
    _mark(move, there, target, wanted)


def _mark(move: Move, there: Marks, target: Topic, wanted: dict[int, datetime]) -> None:
    MovedMark.objects.bulk_create(
        MovedMark(move=move, reader_id=reader, was=there.of_topic.get(reader), became=mark)
        for reader, mark in sorted(wanted.items())
    )
    tracks = TopicReadTrack.objects.filter(topic=target, user__in=wanted)
    TopicReadTrack.objects.bulk_create(
        TopicReadTrack(user_id=reader, topic_id=target.pk)
        for reader in sorted(wanted.keys() - set(tracks.values_list("user", flat=True)))
    )
    marked = list(tracks.all())
    for track in marked:
        track.mark_time = wanted[track.user_id]
    # Not while they are made: the engine's field would say that it is now.
    TopicReadTrack.objects.bulk_update(marked, ["mark_time"], batch_size=500)


def unmark(move: Move, target: Topic) -> None:
    """Put those marks back that nobody has moved on since."""
    for mark in move.marks.all():
        now = TopicReadTrack.objects.filter(
            topic=target, user=mark.reader_id, mark_time=mark.became
        )
        if mark.was is None:
            now.delete()
        else:
            now.update(mark_time=mark.was)
    move.marks.all().delete()
