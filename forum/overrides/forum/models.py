"""machina's Forum, writing only what it means to write."""

from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, Q, Sum, Value, When
from machina.apps.forum.abstract_models import AbstractForum

from core.slugs import plain_address

COUNTERS = frozenset(
    {
        "direct_posts_count",
        "direct_topics_count",
        "link_redirects_count",
        "last_post",
        "last_post_on",
    }
)
TREE = frozenset({"lft", "rght", "tree_id", "level"})


def latest_of(post: Any) -> dict[str, Any]:
    """Columns that make the post the last one, unless a later one stands there already."""
    is_later = Q(last_post_on__isnull=True) | Q(last_post_on__lte=post.created)
    return {
        "last_post": Case(
            When(is_later, then=Value(post.pk)),
            default=F("last_post_id"),
            output_field=models.IntegerField(),
        ),
        "last_post_on": Case(
            When(is_later, then=Value(post.created)),
            default=F("last_post_on"),
            output_field=models.DateTimeField(),
        ),
    }


class Forum(AbstractForum):
    """A room, or a heading over rooms."""

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> "Forum":
        forum = super().from_db(db, field_names, values)
        forum._stored_parent_id = forum.__dict__.get("parent_id")
        return forum

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the forum; counters are left alone, and the tree unless it is moved.

        A name without letters gets an address too.
        """
        self.slug = plain_address(self.name)[:255] or "room"
        if not self._state.adding and "update_fields" not in kwargs:
            left_alone = COUNTERS
            if self.parent_id == getattr(self, "_stored_parent_id", None):
                left_alone = COUNTERS | TREE
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in left_alone
            ]
        self._simple_save(*args, **kwargs)
        self._stored_parent_id = self.parent_id

    def update_trackers(self) -> None:
        """Count again what stands directly in this forum, and find its last post."""
        with transaction.atomic():
            self._meta.default_manager.select_for_update().filter(pk=self.pk).first()
            topics = self.topics.filter(approved=True)
            counted = topics.aggregate(topics=models.Count("pk"), posts=Sum("posts_count"))
            last = topics.exclude(last_post=None).order_by("-last_post_on", "-last_post_id").first()
            self.direct_topics_count = counted["topics"]
            self.direct_posts_count = counted["posts"] or 0
            self.last_post_id = last.last_post_id if last else None
            self.last_post_on = last.last_post_on if last else None
            self._write(
                direct_topics_count=self.direct_topics_count,
                direct_posts_count=self.direct_posts_count,
                last_post=self.last_post_id,
                last_post_on=self.last_post_on,
            )

    def count_in(self, post: models.Model, *, new_topics: int = 0) -> None:
        """Count one more readable post, exactly, whoever else is posting at the moment."""
        self._write(
            direct_posts_count=F("direct_posts_count") + 1,
            direct_topics_count=F("direct_topics_count") + new_topics,
            **latest_of(post),
        )

    def _write(self, **columns: Any) -> None:
        type(self)._base_manager.filter(pk=self.pk).update(**columns)
