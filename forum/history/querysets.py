"""Querysets of what was taken out of view."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from forum.signing.seals import written_by

MOST_LINES = 100
"""Lines about removed posts on one page of a topic."""


def has_removed_in_topic() -> Exists:
    """A condition on topics: replies in it are out of view."""
    Removal = apps.get_model("cop_forum", "Removal")
    return Exists(Removal.objects.filter(topic=OuterRef("pk"), takes_topic=False).order_by())


class RemovalQuerySet(models.QuerySet):
    def in_words(self) -> Self:
        """Each with all that is shown of it."""
        return self.select_related("post__poster", "topic__forum", "by")

    def out_of_view(self, post: Any) -> Self:
        """What keeps this post out of view: its own removal, or its topic's."""
        return self.filter(Q(post=post) | Q(topic=post.topic_id, takes_topic=True))

    def of_topics(self) -> Self:
        return self.filter(takes_topic=True)

    def withdrawn_by(self, author: Any) -> Self:
        return self.filter(written_by(author, "post"), withdrawn=True)

    def hidden_in(self, rooms: Collection[int]) -> Self:
        """What facilitators hid in these rooms, the latest first."""
        return self.filter(withdrawn=False, topic__forum__in=rooms).order_by("-at", "-pk")

    def topics_of(self, author: Any, forum: Any) -> Self:
        """Topics that this person began in the room and that are out of view, the latest first."""
        own = self.of_topics().filter(written_by(author, "post"), topic__forum=forum)
        return own.order_by("-at", "-pk")

    def between(self, posts: list, reader: Any, *, is_end: bool) -> Self:
        """Removed replies whose place is on the page that holds these posts, in reading order.

        A reply that had not been published is known to its author alone.
        """
        first, last = posts[0], posts[-1]
        lines = self.filter(
            Q(was_readable=True) | written_by(reader, "post"),
            topic=first.topic_id,
            takes_topic=False,
            post__created__gte=first.created,
        )
        if not is_end:
            Post = apps.get_model("forum_conversation", "Post")
            beyond = Post.objects.filter(
                topic=first.topic_id,
                approved=True,
                created__gt=last.created,
                created__lte=OuterRef("post__created"),
            )
            lines = lines.exclude(Exists(beyond.order_by()))
        return lines.select_related("post").order_by("post__created", "post__pk")[:MOST_LINES]

    def removed_before(self, moment: datetime, *, withdrawn: bool) -> Self:
        """What has been out of view since before then, and still holds its words."""
        old = self.filter(withdrawn=withdrawn, words_gone=False, at__lt=moment)
        return old.order_by("pk")
