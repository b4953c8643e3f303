"""Where a post stands in its topic, without counting the topic.

About every hundredth readable post of a topic has a milestone: how many come
before it. The way from the nearest one is short, in a topic of any length. They
are laid as posts are written, and shift when an earlier post comes or goes
(docs/adr/0014).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.db import connection, models
from django.db.models import F, QuerySet

from forum.paging.keyset import Stretch, compared

APART = 100
"""Posts from one milestone to the next, and the most that are stepped over to find a page."""


class Milestone(models.Model):
    """``position - 1`` readable posts of the topic stand before this point in it.

    The point is where a post was written; it holds when that post is gone.
    """

    topic = models.ForeignKey(
        "forum_conversation.Topic", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    position = models.PositiveIntegerField()
    created = models.DateTimeField()
    post_id = models.PositiveIntegerField()

    class Meta:
        app_label = "cop_forum"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["topic", "position"], name="cop_forum_milestone_position"),
            models.Index(fields=["topic", "created", "post_id"], name="cop_forum_milestone_point"),
        ]

    def __str__(self) -> str:
        return f"{self.position} in {self.topic_id}"


# Asking


def position_of(post: Any) -> int:
    """The post's place among the topic's readable posts, from 1."""
    readable = type(post)._default_manager.filter(topic=post.topic_id, approved=True)
    earlier = _beside(readable, "<", post.created, post.pk)
    milestone = (
        _beside(_of(post.topic_id), "<=", post.created, post.pk, key="post_id")
        .order_by("-created", "-post_id")
        .first()
    )
    if milestone is None:
        return earlier.count() + 1
    between = _beside(earlier, ">=", milestone.created, milestone.post_id)
    return milestone.position + between.count()


def posts_from(posts: Callable[..., list], topic: Any, position: int, length: int) -> list:
    """``length`` readable posts of the topic in reading order, beginning at ``position``.

    ``posts`` gives those of a stretch (``forum.paging.keyset``), which may begin at a milestone.
    """
    skipped, sign, point = position - 1, "", {}
    if position > 1:
        milestone = _of(topic.pk).filter(position__lte=position).order_by("-position").first()
        if milestone:
            skipped = position - milestone.position
            sign, point = ">=", {"created": milestone.created, "id": milestone.post_id}
    return posts(Stretch(length, skipped, sign), topic=topic.pk, **point)


def misplaced(topic_ids: list[int]) -> dict[int, int]:
    """How many milestones of each topic, by its key, do not say how many posts come before them."""
    if not topic_ids:
        return {}
    named = ", ".join(["%s"] * len(topic_ids))
    with connection.cursor() as cursor:
        cursor.execute(_MISPLACED.format(topics=named), [*topic_ids, *topic_ids])
        return dict(cursor.fetchall())


_MISPLACED = """
    SELECT topic_id, count(*) FROM (
        SELECT topic_id, position, sum(post) OVER (
            PARTITION BY topic_id ORDER BY created, id, post ROWS UNBOUNDED PRECEDING
        ) AS before
        FROM (
            SELECT topic_id, created, id, 1 AS post, 0 AS position
            FROM forum_conversation_post WHERE approved AND topic_id IN ({topics})
            UNION ALL
            SELECT topic_id, created, post_id, 0, position
            FROM cop_forum_milestone WHERE topic_id IN ({topics})
        ) AS points
    ) AS counted
    WHERE position > 0 AND position <> before + 1
    GROUP BY topic_id
"""


# Writing, inside the transaction that changes the topic and holds its row


def count_in(post: Any) -> None:
    """Move the milestones on for a post that became readable and is counted in the topic's row."""
    _shift(post, 1)
    _lay(post)


def count_out(post: Any, pk: int) -> None:
    """Move the milestones back for a readable post that is gone. ``pk`` is the key it had."""
    _shift(post, -1, pk)


def lay_anew(topic_ids: list[int] | None = None) -> None:
    """Lay the milestones of these topics, or of all, from their beginning: two statements."""
    milestones = Milestone.objects.all()
    where, values = "", []
    if topic_ids is not None:
        if not topic_ids:
            return
        milestones = milestones.filter(topic__in=topic_ids)
        where = f"AND topic_id IN ({', '.join(['%s'] * len(topic_ids))})"
        values = topic_ids
    milestones.delete()
    with connection.cursor() as cursor:
        cursor.execute(ALL_MILESTONES.format(where=where), values)


ALL_MILESTONES = f"""
    INSERT INTO cop_forum_milestone (topic_id, position, created, post_id)
    SELECT topic_id, number, created, id FROM (
        SELECT topic_id, created, id,
               row_number() OVER (PARTITION BY topic_id ORDER BY created, id) AS number
        FROM forum_conversation_post
        WHERE approved {{where}}
    ) AS numbered
    WHERE number > 1 AND number %% {APART} = 1
"""  # noqa: S608  # nosec B608

_LAY = f"""
    INSERT INTO cop_forum_milestone (topic_id, position, created, post_id)
    SELECT topic.id, topic.posts_count, post.created, post.id
    FROM forum_conversation_topic AS topic
    JOIN forum_conversation_post AS post ON post.id = %s
    WHERE topic.id = %s AND topic.posts_count > {APART}
    AND NOT EXISTS (
        SELECT 1 FROM cop_forum_milestone AS milestone
        WHERE milestone.topic_id = topic.id
        AND milestone.position > topic.posts_count - {APART}
    )
    AND post.id = (
        SELECT last.id FROM forum_conversation_post AS last
        WHERE last.topic_id = topic.id AND last.approved
        ORDER BY last.created DESC, last.id DESC LIMIT 1
    )
"""  # noqa: S608  # nosec B608


def _lay(post: Any) -> None:
    """Lay a milestone at the topic's last post, when the one before it is far."""
    with connection.cursor() as cursor:
        cursor.execute(_LAY, [post.pk, post.topic_id])


def _shift(post: Any, by: int, pk: int | None = None) -> None:
    later = _beside(_of(post.topic_id), ">", post.created, pk or post.pk, key="post_id")
    later.update(position=F("position") + by)


def _of(topic_id: int) -> QuerySet[Milestone]:
    return Milestone.objects.filter(topic=topic_id)


def _beside(rows: QuerySet, sign: str, created: datetime, pk: int, key: str = "id") -> QuerySet:
    return rows.filter(compared(rows.model, ("created", key), sign, (created, pk)))
