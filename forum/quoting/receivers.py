"""Quoted words go when the message goes that they come from, whoever deletes it."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from forum.quoting.services import forget_orphans
from forum.signals import posts_deleted
from forum.topics.models import Post


@receiver(post_delete, sender=Post, dispatch_uid="forum.forget_quoted_words")
def forget_quoted_words(**kwargs: Any) -> None:
    forget_orphans()


@receiver(posts_deleted, dispatch_uid="forum.forget_words_quoted_from_topic")
def forget_words_quoted_from_topic(**kwargs: Any) -> None:
    forget_orphans()
