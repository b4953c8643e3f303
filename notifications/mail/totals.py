"""Totals of how one thing's notifications reached people: numbers, and never who."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from notifications.models import Notification
from notifications.models.letters import Letter, Letterbox


@dataclass(frozen=True)
class Totals:
    """``told`` is everybody; the other three leave out those who have it on the site alone, by
    their choice or so far. Who read it is in none of them."""

    told: int = 0
    mailed: int = 0
    came_back: int = 0
    held_back: int = 0

    @property
    def on_site(self) -> int:
        return self.told - self.mailed - self.came_back - self.held_back


def totals(*, kind: str, about_id: int) -> Totals:
    """The totals known by now; one query. Letters are kept for 30 days: later they would be lower.

    Held back is mail that its recipient wanted in this rhythm, when all their mail is stopped or
    their address took none.
    """
    own = Letter.objects.filter(
        member=OuterRef("recipient"),
        made_at=OuterRef("mailed_at"),
        rhythm=OuterRef("how"),
        essential=False,
    )
    paused = Q(paused_at__isnull=False, paused_address__iexact=F("member__email"))
    closed = Letterbox.objects.filter(
        Q(stopped_at__isnull=False) | paused, member=OuterRef("recipient")
    )
    rows = Notification.objects.filter(kind=kind, about_id=about_id).order_by()
    rows = rows.annotate(
        went_out=Exists(own.gone_out()),
        came_back=Exists(own.exclude(came_back_at=None)),
        is_closed=Exists(closed),
    )
    lacks_mail = Q(went_out=False, came_back=False, is_closed=True, mail_due_at__isnull=False)
    found = rows.aggregate(
        told=Count("pk"),
        mailed=Count("pk", filter=Q(went_out=True)),
        came=Count("pk", filter=Q(came_back=True)),
        held=Count("pk", filter=lacks_mail),
    )
    return Totals(found["told"], found["mailed"], found["came"], found["held"])
