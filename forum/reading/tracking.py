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
        """The topics in which somebody wrote since this person looked."""
        return _unread(topics, user) if user.is_authenticated else topics.none()

    def mark_unread(self, topics: QuerySet, user: Any) -> QuerySet:
        """The topics, each with ``is_unread`` for the person of this key; None for a visitor."""
        if user is None:
            return topics.annotate(is_unread=Value(False))
        return topics.annotate(is_unread=Q(last_post_on__isnull=False) & ~_is_read_by(user))

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
        if not user.is_authenticated or not forums:
            return []
        by_id = {forum.pk: forum for forum in forums}
        unread = set(_unread_forums(user=user.pk, among=by_id))
        for forum in reversed(forums):
            if forum.pk in unread and forum.parent_id in by_id:
                unread.add(forum.parent_id)
        return [forum for forum in forums if forum.pk in unread]

    def last_read_on(self, topic: Any, user: Any) -> datetime | None:
        """The moment up to which this person has read the topic; None when they have not."""
        if not user.is_authenticated:
            return None
        return max(_marks(user=user.pk, topic=topic.pk, forum=topic.forum_id), default=None)

    # Writing

    def mark_topic_read(
        self, topic: Any, user: Any, last_read_on: datetime | object | None = _UNKNOWN
    ) -> None:
        """Remember that this person has seen the topic as it was loaded.

        Nothing is written when they had seen it before. ``last_read_on``, if it is
        known already, saves a query.
        """
        if not user.is_authenticated or topic.last_post_on is None:
            return
        if last_read_on is _UNKNOWN:
            last_read_on = self.last_read_on(topic, user)
        if last_read_on and last_read_on >= topic.last_post_on:
            return
        _mark(TopicReadTrack, "topic_id", [topic.pk], user, topic.last_post_on)
        readable = Topic.objects.filter(forum=topic.forum_id, approved=True).order_by()
        if not self.unread(readable, user).exists():
            newest = readable.aggregate(newest=Max("last_post_on"))["newest"]
            self._mark_whole_forums([topic.forum_id], user, newest or topic.last_post_on)

    def mark_forums_read(self, forums: Iterable[Any], user: Any) -> None:
        """Remember that this person has done with all that stands in these forums now."""
        if user.is_authenticated and (ids := [forum.pk for forum in forums]):
            self._mark_whole_forums(ids, user, timezone.now())

    def _mark_whole_forums(self, forum_ids: list[int], user: Any, at: datetime) -> None:
        _mark(ForumReadTrack, "forum_id", forum_ids, user, at)
        done = TopicReadTrack.objects.filter(
            topic__forum__in=forum_ids, user=user, mark_time__lte=at
        )
        # One statement: delete() would load them first, because Wagtail listens to each.
        done._raw_delete(done.db)


@prepared(user=int, among=list)
def _unread_forums(*, user: Any, among: Any) -> QuerySet:
    unread = _unread(Topic.objects.filter(forum=OuterRef("pk"), approved=True), user).order_by()
    return Forum.objects.filter(Exists(unread), pk__in=among).order_by().values_list(
        "pk", flat=True
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


def _is_read_by(user: Any) -> Q:
    since_then = {"user": user, "mark_time__gte": OuterRef("last_post_on")}
    return Q(Exists(TopicReadTrack.objects.filter(topic=OuterRef("pk"), **since_then))) | Q(
        Exists(ForumReadTrack.objects.filter(forum=OuterRef("forum_id"), **since_then))
    )


def _mark(tracks: type[models.Model], column: str, ids: list[int], user: Any, at: datetime) -> None:
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
