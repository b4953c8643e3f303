"""The search index follows what becomes of posts.

What is ordered is part of the transaction that changed them: no kill falls between.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from core.tidying import rows_tidied
from forum.history.models import Removal
from forum.reading import tasks
from forum.signals import (
    post_removed,
    post_restored,
    posts_deleted,
    posts_moved,
    posts_retitled,
    posts_withdrawn,
)
from forum.topics.models import Post
from work.queue import enqueue

BATCH = 10_000
"""Posts that one task indexes."""


@receiver([post_save, post_delete], sender=Post, dispatch_uid="forum.keep_search_in_step")
def keep_search_in_step(instance: Post, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _index([instance.pk])


@receiver([posts_deleted, posts_moved, posts_retitled], dispatch_uid="forum.follow_in_search")
def follow_in_search(post_ids: list[int], **kwargs: Any) -> None:
    _index(post_ids)


@receiver([post_removed, post_restored], dispatch_uid="forum.follow_topic_in_search")
def follow_topic_in_search(post: Post, removal: Removal, **kwargs: Any) -> None:
    """Index the posts of a topic that goes out of view or comes back; a single post is stored."""
    if removal.takes_topic:
        of_topic = Post.objects.filter(topic=removal.topic_id).order_by("pk")
        _index(list(of_topic.values_list("pk", flat=True)))


@receiver(rows_tidied, sender=Post, dispatch_uid="forum.index_tidied")
def index_tidied(pks: list[Any], **kwargs: Any) -> None:
    """Index the posts that were cleaned: they are found by their words."""
    _index(pks)


@receiver(posts_withdrawn, dispatch_uid="forum.forget_words")
def forget_words(post_ids: list[int], **kwargs: Any) -> None:
    enqueue(tasks.forget_words, post_ids)


def _index(post_ids: Sequence[int]) -> None:
    for start in range(0, len(post_ids), BATCH):
        enqueue(tasks.index_posts, list(post_ids[start : start + BATCH]))
