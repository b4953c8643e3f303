"""Who is told of what was moved."""

from typing import Any

from django.dispatch import receiver

from forum.moving.models import Move
from forum.moving.notices import tell_authors
from forum.signals import posts_moved


@receiver(posts_moved, dispatch_uid="forum.tell_of_move")
def tell_of_move(move: Move | None = None, **kwargs: Any) -> None:
    """Tell the authors; of what is put back they are told no more."""
    if move is not None and move.undone_at is None:
        tell_authors(move)
