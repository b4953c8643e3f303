"""The end of what was moved: when it cannot be undone any more, and when somebody goes."""

from typing import Any

from django.db import transaction

from forum.moving.models import EmptiedTopic, Move, MovedMark, MovedPost, MoveKind
from forum.signing.models import Unsent
from forum.topics.held import DeclinedPost
from forum.topics.models import Topic


@transaction.atomic
def let_go(*, move: Move) -> None:
    """Forget what would undo a move. An emptied topic goes with it; its address still leads on.

    Words that are kept for it go along to where its posts are.
    """
    if move.kind == MoveKind.MERGE and move.undone_at is None and move.target_id:
        emptied = Topic.objects.filter(pk=move.source_id, first_post=None).first()
        if emptied is not None:
            EmptiedTopic.objects.filter(leads_to=emptied).update(leads_to=move.target_id)
            for kept in (DeclinedPost, Unsent):
                kept.objects.filter(topic=emptied).update(
                    topic=move.target, forum=move.target.forum_id
                )
            emptied.delete()
    move.delete()


@transaction.atomic
def forget(*, member: Any) -> None:
    """Forget that this person moved something, what they follow because of it, and had read."""
    Move.objects.filter(by=member).update(by=None)
    Move.followers.through._default_manager.filter(user=member).delete()
    MovedMark.objects.filter(reader=member).delete()


def forget_words(*, member: Any, posts: Any, mark: str) -> None:
    """Put a mark in place of titles that this person gave, and of the reasons that they wrote."""
    titles = MovedPost.objects.filter(post__in=posts).exclude(was_called=None)
    titles.exclude(was_called="").update(was_called=mark)
    Move.objects.filter(by=member).update(reason="")
