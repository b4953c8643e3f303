"""What was found in a message is kept for as long as it waits, and facilitators are told."""

from typing import Any

from django.dispatch import receiver

from forum.checking.notices import tell_facilitators
from forum.checking.services import note_why_held
from forum.signals import change_answered, change_held, post_published, post_queued
from forum.topics.models import Post


@receiver(post_published, dispatch_uid="forum.why_it_was_held")
@receiver(change_answered, dispatch_uid="forum.why_its_change_was_held")
def it_does_not_wait(post: Post, **kwargs: Any) -> None:
    """Asks nothing for what is published at once: it was never held."""
    if kwargs.get("by") is not None:
        note_why_held(post=post, found=None)


@receiver(post_queued, dispatch_uid="forum.tell_of_waiting")
@receiver(change_held, dispatch_uid="forum.tell_of_waiting_change")
def something_waits(post: Post, **kwargs: Any) -> None:
    tell_facilitators(post)
