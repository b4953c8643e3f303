"""What each person has read: two small tables, asked for one person at a time.

A topic is read when the person's track for it, or for its forum, is not older
than its last post. A forum's track stands for all of its topics, and replaces
their tracks once nothing in the forum is unread.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from machina.apps.forum_tracking.handler import TrackingHandler as MachinaTrackingHandler
from machina.core.db.models import get_model

from core.prepared import prepared
from forum.following.enums import Level
from forum.following.levels import is_muted, level, said_of_topic
from forum.reading.models import MarkedRead

Forum = get_model("forum", "Forum")
ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
Topic = get_model("forum_conversation", "Topic")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")

_UPSERT = """
    INSERT INTO {table} (user_id, {column}, mark_time) VALUES {rows}
    ON CONFLICT (user_id, {column}) DO UPDATE SET mark_time = excluded.mark_time
    WHERE {table}.mark_time < excluded.mark_time
"""


_UNKNOWN = object()


class TrackingHandler(MachinaTrackingHandler):
    """Asks and writes the tracks of one person at a time. Visitors have none."""

    # Asking

    def unread(self, topics: QuerySet, user: Any) -> QuerySet:
        """The topics in which somebody wrote since this person looked, but what they muted."""
        if not user.is_authenticated:
            return topics.none()
        return _unread(topics, user).exclude(_is_muted_by(user.pk))

    def mark_unread(self, topics: QuerySet, user: Any) -> QuerySet:
        """The topics, each with ``is_unread`` and ``said`` (how much they want to hear of this
        topic) for the person of this key; None for a visitor."""
        if user is None:
            return topics.annotate(is_unread=Value(False), said=Value(Level.USUAL))
        is_unread = Q(last_post_on__isnull=False) & ~_is_read_by(user) & ~_is_muted_by(user)
        return topics.annotate(
            is_unread=is_unread, said=said_of_topic(member=user, topic=OuterRef("pk"))
        )

    def get_unread_topics(self, topics: Any, user: Any) -> list:
        """The unread ones among the topics, in their order."""
        if not user.is_authenticated or topics is None:
            return []
        if isinstance(topics, QuerySet):
            return list(self.unread(topics, user))
        topics = list(topics)
        if not topics:
            return []
        among = Topic.objects.filter(pk__in=[topic.pk for topic in topics])
        unread = set(self.unread(among, user).order_by().values_list("pk", flat=True))
        return [topic for topic in topics if topic.pk in unread]

    def get_unread_forums_from_list(self, user: Any, forums: Iterable[Any]) -> list:
        """The forums with an unread topic in them or further inside, in their order."""
        forums = list(forums)
        unread, _muted = self.marks_of_forums(forums, user)
        return [forum for forum in forums if forum.pk in unread]

    def marks_of_forums(self, forums: Iterable[Any], user: Any) -> tuple[set[int], set[int]]:
        """The keys of those with an unread topic in them or further inside, and of the muted."""
        forums = list(forums)
        if not user.is_authenticated or not forums:
            return set(), set()
        by_id = {forum.pk: forum for forum in forums}
        found = _marks_of_forums(user=user.pk, among=by_id)
        unread = {pk for pk, is_unread, _level in found if is_unread}
        for forum in reversed(forums):
            if forum.pk in unread and forum.parent_id in by_id:
                unread.add(forum.parent_id)
        return unread, {pk for pk, _is_unread, said in found if said == Level.MUTED}

    def last_read_on(self, topic: Any, user: Any) -> datetime | None:
        """The moment up to which this person has read the topic; None when they have not."""
        if not user.is_authenticated:
            return None
        return max(_marks(user=user.pk, topic=topic.pk, forum=topic.forum_id), default=None)

    # Writing

    def mark_topic_read(
        self,
        topic: Any,
        user: Any,
        last_read_on: Any = _UNKNOWN,
        until: datetime | None = None,
    ) -> None:
        """Remember that this person has seen the topic as it was loaded, or ``until`` a post.

        Nothing is written when they had seen it before. ``last_read_on``, if it is
        known already, saves a query.
        """
        if not user.is_authenticated or topic.last_post_on is None:
            return
        if last_read_on is _UNKNOWN:
            last_read_on = self.last_read_on(topic, user)
        until = until or topic.last_post_on
        if last_read_on and last_read_on >= until:
            return
        set_marks(TopicReadTrack, "topic_id", [topic.pk], user, until)
        if until < topic.last_post_on:
            return
        readable = Topic.objects.filter(forum=topic.forum_id, approved=True).order_by()
        if not _holds_the_rooms_mark(readable, user).exists():
            newest = readable.aggregate(newest=Max("last_post_on"))["newest"]
            self._mark_whole_forums([topic.forum_id], user, newest or topic.last_post_on)

    def mark_forums_read(self, forums: Iterable[Any], user: Any) -> None:
        """Remember that this person has done with all that stands in these forums now."""
        if user.is_authenticated and (ids := [forum.pk for forum in forums]):
            self._mark_whole_forums(ids, user, timezone.now())

    def _mark_whole_forums(self, forum_ids: list[int], user: Any, at: datetime) -> None:
        set_marks(ForumReadTrack, "forum_id", forum_ids, user, at)
        done = TopicReadTrack.objects.filter(
            topic__forum__in=forum_ids, user=user, mark_time__lte=at
        )
        # One statement: delete() would load them first, because Wagtail listens to each.
        done._raw_delete(done.db)


@prepared(user=int, among=list)
def _marks_of_forums(*, user: Any, among: Any) -> QuerySet:
    unread = _unread(Topic.objects.filter(forum=OuterRef("pk"), approved=True), user).order_by()
    said = level(member=user, forum=OuterRef("pk"))
    return Forum.objects.filter(pk__in=among).order_by().values_list(
        "pk", Exists(unread.exclude(_is_muted_by(user))), said
    )  # fmt: skip


@prepared(user=int, topic=int, forum=int)
def _marks(*, user: Any, topic: Any, forum: Any) -> QuerySet:
    of_topic = TopicReadTrack.objects.filter(user=user, topic=topic)
    of_forum = ForumReadTrack.objects.filter(user=user, forum=forum)
    return of_topic.values_list("mark_time", flat=True).union(
        of_forum.values_list("mark_time", flat=True), all=True
    )


def _unread(topics: QuerySet, user: Any) -> QuerySet:
    return topics.filter(last_post_on__isnull=False).exclude(_is_read_by(user))


def _holds_the_rooms_mark(topics: QuerySet, user: Any) -> QuerySet:
    """The unread ones; all of them, while marks of this person may still be taken back."""
    since = timezone.now() - MarkedRead.UNDONE_WITHIN
    may_be_undone = Exists(MarkedRead.objects.filter(member=user.pk, at__gt=since))
    return topics.filter(last_post_on__isnull=False).filter(may_be_undone | ~_is_read_by(user))


def _is_muted_by(user: Any) -> Q:
    return is_muted(member=user, forum=OuterRef("forum"), topic=OuterRef("pk"))


def _is_read_by(user: Any) -> Q:
    since_then = {"user": user, "mark_time__gte": OuterRef("last_post_on")}
    return Q(Exists(TopicReadTrack.objects.filter(topic=OuterRef("pk"), **since_then))) | Q(
        Exists(ForumReadTrack.objects.filter(forum=OuterRef("forum_id"), **since_then))
    )


def set_marks(
    tracks: type[models.Model], column: str, ids: list[int], user: Any, at: datetime
) -> None:
    """Set the person's marks, never back in time: one statement, safe against itself."""
    quote = connection.ops.quote_name
    statement = _UPSERT.format(
        table=quote(tracks._meta.db_table),
        column=quote(column),
        rows=", ".join(["(%s, %s, %s)"] * len(ids)),
    )
    mark = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for pk in ids for value in (user.pk, pk, mark)])
