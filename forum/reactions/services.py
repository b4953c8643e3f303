"""Saying one of a few words to a message, and taking it back."""

from typing import Any

from django.db import transaction

from forum.reactions.models import Reaction
from forum.signals import reaction_given


@transaction.atomic
def react(*, post: Any, member: Any, word: str) -> None:
    """Say this word to the post. Said again it changes nothing and announces nothing.

    It is no message: nothing is counted, moved up, marked as new or followed by it.
    """
    reaction, is_new = Reaction.objects.get_or_create(post=post, member=member, word=word)
    if is_new:
        reaction_given.send(sender=Reaction, reaction=reaction)


def take_back(*, post: Any, member: Any, word: str) -> None:
    """Take the word back; who has not said it changes nothing."""
    Reaction.objects.filter(post=post, member=member, word=word).delete()
