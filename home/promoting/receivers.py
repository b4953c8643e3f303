"""What is quoted in the library goes with the message that it comes from."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from forum.posting.letting_go import HIDDEN, WITHDRAWN
from forum.signals import post_removed, posts_deleted, posts_withdrawn
from forum.topics.models import Post
from resources.services import let_quotations_go


@receiver(post_removed, dispatch_uid="home.let_removed_quotations_go")
def let_removed_quotations_go(post: Post, removal: Any, **kwargs: Any) -> None:
    """Of a message out of view nothing is quoted, nor of those in a topic that goes with it.

    What is put back is quoted again when its author has been asked again.
    """
    gone: Iterable[int] = [post.pk]
    if removal.takes_topic:
        gone = list(post.topic.posts.order_by("pk").values_list("pk", flat=True))
    let_quotations_go(source__in=gone)


@receiver(posts_deleted, dispatch_uid="home.let_deleted_quotations_go")
def let_deleted_quotations_go(post_ids: list[int], **kwargs: Any) -> None:
    let_quotations_go(source__in=post_ids)


@receiver(post_delete, sender=Post, dispatch_uid="home.let_quotations_of_deleted_go")
def let_quotations_of_deleted_go(instance: Post, **kwargs: Any) -> None:
    let_quotations_go(source__in=[instance.pk])


@receiver(posts_withdrawn, dispatch_uid="home.let_withdrawn_quotations_go")
def let_withdrawn_quotations_go(post_ids: list[int], **kwargs: Any) -> None:
    """Where a mark stands in place of the words; where only a title is another, they stay."""
    marked = Post._base_manager.filter(pk__in=post_ids, content__in=(WITHDRAWN, HIDDEN))
    let_quotations_go(source__in=list(marked.order_by("pk").values_list("pk", flat=True)))
