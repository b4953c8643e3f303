"""How long what is out of view can be put back, and how long is kept what posts said before."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from core.retention import keep
from forum.history.models import (
    EARLIER_FOR,
    HANDLED_FOR,
    HIDDEN_FOR,
    WITHDRAWN_FOR,
    EarlierVersion,
    Handling,
    Removal,
)
from forum.posting.letting_go import let_go
from work.each import each


def _keep_removed(name: str, what: str, *, kept: timedelta, withdrawn: bool) -> None:
    def past(now: datetime) -> QuerySet[Removal]:
        return Removal.objects.removed_before(now - kept, withdrawn=withdrawn)

    def remove(now: datetime) -> int:
        return each(past(now), _let_go, what="Letting go of removal")

    keep(name, what, kept=kept, past=past, remove=remove)


def _let_go(removal: Removal) -> None:
    let_go(removal=removal)


_keep_removed(
    "withdrawn-posts",
    "messages that their authors withdrew, to put them back",
    kept=WITHDRAWN_FOR,
    withdrawn=True,
)
_keep_removed(
    "hidden-posts",
    "messages that facilitators hid, to put them back",
    kept=HIDDEN_FOR,
    withdrawn=False,
)
keep(
    "earlier-words",
    "what messages said before they were changed",
    kept=EARLIER_FOR,
    past=lambda now: EarlierVersion.objects.filter(at__lt=now - EARLIER_FOR),
)
keep(
    "handled-posts",
    "what facilitators did with messages, and why",
    kept=HANDLED_FOR,
    past=lambda now: Handling.objects.filter(at__lt=now - HANDLED_FOR),
)
