"""Seals that somebody asks to be opened."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.waiting import Waiting, waiting
from forum.signing.models import Opening
from forum.unsealing.access import can_agree

MOST = 20


@waiting(order=15)
def asked(request: Any) -> Iterator[Waiting]:
    """One line for each: they are rare, and each is a decision of its own."""
    rows = Opening.objects.filter(settled_at=None).exclude(asked_by=request.user)
    for opening in rows.select_related("post__topic").order_by("asked_at", "pk")[:MOST]:
        if can_agree(opening, request.user):
            words = _("Somebody asks to learn who wrote a message in %(room)s")
            yield Waiting(words % {"room": opening.room}, opening.get_absolute_url())
