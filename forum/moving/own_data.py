"""What was moved of somebody's messages, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from forum.moving.models import Move, MovedPost
from forum.own_data import BATCH, places_for
from forum.signing.seals import written_by
from members.export import Row, exported


@exported("moved", _("Messages of yours that were moved"))
def moved(user: Any) -> Iterator[Row]:
    """With where they are now; the reason was written to you."""
    place = places_for(user)
    rows = MovedPost.objects.filter(written_by(user, "post")).select_related(
        "move", "post__topic__forum"
    )
    for each in rows.order_by("pk").iterator(chunk_size=BATCH):
        yield place(each.post.topic) | {
            "what": each.move.get_kind_display(),
            "reason": each.move.reason or None,
            "at": each.move.at,
            "put_back": each.move.undone_at,
        }


@exported("moved_by_you", _("What you moved in the discussions"))
def moved_by_you(user: Any) -> Iterator[Row]:
    """Without whose it is."""
    for move in Move.objects.filter(by=user).order_by("pk").iterator(chunk_size=BATCH):
        yield {
            "what": move.get_kind_display(),
            "reason": move.reason or None,
            "at": move.at,
            "put_back": move.undone_at,
        }
