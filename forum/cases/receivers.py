"""A case that waited gets its number when it is published."""

from typing import Any

from django.dispatch import receiver

from forum.cases.services import number_case
from forum.signals import post_published
from forum.topics.models import Post


@receiver(post_published, dispatch_uid="forum.number_case")
def number_published_case(post: Post, starts_topic: bool, by: Any = None, **kwargs: Any) -> None:
    """Number the case that a facilitator let through; one that is published at once has none yet,
    for it is not yet said that it is one."""
    if starts_topic and by is not None:
        number_case(topic=post.topic)
