"""What became of an announcement, in numbers that point to nobody: never who, never who read it."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from announcements.models import Announcement
from announcements.services import KIND
from communities.rules import FEW
from core.each import each
from notifications.mail.totals import Totals
from notifications.mail.totals import totals as count

COUNTED_FOR = timedelta(days=28)
"""Letters are kept for 30 days. After this the last count stays as it is."""


@dataclass(frozen=True)
class Line:
    title: Any
    words: str


def of(announcement: Announcement, now: datetime | None = None) -> Totals:
    """As of now; of an old announcement, as they were last counted."""
    if announcement.sent_at and announcement.sent_at > (now or timezone.now()) - COUNTED_FOR:
        return count(kind=KIND, about_id=announcement.pk)
    return Totals(
        announcement.told, announcement.mailed, announcement.came_back, announcement.held_back
    )


def keep_all(now: datetime | None = None) -> None:
    """Write down the totals of what was sent lately."""
    lately = (now or timezone.now()) - COUNTED_FOR
    keys = Announcement.objects.gone().filter(sent_at__gt=lately).values_list("pk", flat=True)
    each(keys, _keep, what="Counting announcement")


def _keep(pk: int) -> None:
    found = count(kind=KIND, about_id=pk)
    Announcement.objects.filter(pk=pk).update(**asdict(found))


def lines(totals: Totals) -> list[Line]:
    """The totals as words. A small number is not told, and cannot be worked out from the others:
    where one is withheld, the largest is told as a lower bound that holds whatever the small ones
    are. Of fewer than ``FEW`` people nothing more is told."""
    told = Line(_("Told on the site"), _exact(totals.told))
    if totals.told < FEW:
        return [Line(told.title, _few())]
    parts = {
        _("Mail that left and did not come back"): totals.mailed,
        _("Mail that came back"): totals.came_back,
        _("Mail held back: stopped by its reader, or paused because it came back before"): (
            totals.held_back
        ),
        _("On the site alone, by choice or so far"): totals.on_site,
    }
    return [
        told,
        *(Line(title, words) for title, words in zip(parts, _words(parts.values()), strict=True)),
    ]


def _words(parts: Any) -> list[str]:
    parts = list(parts)
    small = [part for part in parts if part < FEW]
    if not small:
        return [_exact(part) for part in parts]
    largest = max(range(len(parts)), key=parts.__getitem__)
    if parts[largest] < FEW:
        return [_("not told: too few people")] * len(parts)
    exact = sum(part for number, part in enumerate(parts) if part >= FEW and number != largest)
    least = sum(parts) - exact - (FEW - 1) * len(small)
    words = [_few() if part < FEW else _exact(part) for part in parts]
    words[largest] = _("at least %(n)d") % {"n": max(least, FEW)}
    return words


def _exact(number: int) -> str:
    return str(number)


def _few() -> str:
    return _("fewer than %(few)s") % {"few": FEW}
