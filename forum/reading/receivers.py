"""The search index follows what becomes of posts."""

import threading
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from core.tidying import rows_tidied
from forum.reading import tasks
from forum.signals import (
    posts_deleted,
    posts_retitled,
    posts_withdrawn,
)
from forum.topics.models import Post
from work.queue import enqueue

AT_ONCE = 10_000
"""Posts that one task indexes."""


class _Pending(threading.local):
    """Posts that this thread changed and that are not yet on their way to the index.

    A transaction that is rolled back leaves its posts here: the next one takes them
    along, which changes nothing.
    """

    def __init__(self) -> None:
        self.post_ids: set[int] = set()


_pending = _Pending()


@receiver([post_save, post_delete], sender=Post, dispatch_uid="forum.keep_search_in_step")
def keep_search_in_step(instance: Post, raw: bool = False, **kwargs: Any) -> None:
    """One task for all posts of a transaction."""
    if raw:
        return
    _pending.post_ids.add(instance.pk)
    transaction.on_commit(_index_pending)


@receiver([posts_deleted, posts_retitled], dispatch_uid="forum.follow_in_search")
def follow_in_search(post_ids: list[int], **kwargs: Any) -> None:
    _pending.post_ids.update(post_ids)
    transaction.on_commit(_index_pending)


@receiver(rows_tidied, sender=Post, dispatch_uid="forum.index_tidied")
def index_tidied(pks: list[Any], **kwargs: Any) -> None:
    """Posts are found by their words."""
    _pending.post_ids.update(pks)
    transaction.on_commit(_index_pending)


@receiver(posts_withdrawn, dispatch_uid="forum.forget_words")
def forget_words(post_ids: list[int], **kwargs: Any) -> None:
    enqueue(tasks.forget_words, post_ids)


def _index_pending() -> None:
    post_ids, _pending.post_ids = sorted(_pending.post_ids), set()
    for start in range(0, len(post_ids), AT_ONCE):
        tasks.index_posts.enqueue(post_ids[start : start + AT_ONCE])
