"""What follows when somebody says a word to a message."""

from typing import Any

from django.dispatch import receiver

from forum.reactions import tasks
from forum.reactions.models import Reaction
from forum.signals import reaction_given
from work.queue import enqueue


@receiver(reaction_given, dispatch_uid="forum.tell_of_reaction")
def tell_of_reaction(reaction: Reaction, **kwargs: Any) -> None:
    enqueue(tasks.tell_author, reaction.post_id, by=reaction.member_id)
