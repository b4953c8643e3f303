"""How long it can be undone that something was moved."""

from datetime import datetime

from django.db.models import QuerySet

from core.retention import keep
from forum.moving.letting_go import let_go
from forum.moving.models import UNDO_FOR, Move
from work.each import each


def past(now: datetime) -> QuerySet[Move]:
    return Move.objects.filter(at__lte=now - UNDO_FOR).select_related("target").order_by("pk")


def remove(now: datetime) -> int:
    return each(past(now), lambda move: let_go(move=move), what="Letting go of move")


keep(
    "moves",
    "what was moved in the discussions, and what puts it back",
    kept=UNDO_FOR,
    past=past,
    remove=remove,
)
