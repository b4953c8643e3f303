"""What became of an announcement, in numbers that point to nobody: never who, never who read it."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from announcements.models import Announcement
from announcements.services import KIND
from core.figures import FEWEST, in_figures, is_told
from notifications.mail.totals import Totals
from notifications.mail.totals import totals as count
from work.each import each

COUNTED_FOR = timedelta(days=28)
"""Letters are kept for 30 days. After this the last count stays as it is."""

_MOST_WITHHELD = FEWEST - 1


@dataclass(frozen=True)
class Line:
    title: Any
    words: str


def of(announcement: Announcement, now: datetime | None = None) -> Totals:
    """The totals as of now; of an old announcement, as they were last counted."""
    if announcement.sent_at and announcement.sent_at > (now or timezone.now()) - COUNTED_FOR:
        return count(kind=KIND, about_id=announcement.pk)
    return Totals(
        announcement.told, announcement.mailed, announcement.came_back, announcement.held_back
    )


def keep_all(now: datetime | None = None) -> None:
    """Write down the totals of announcements that were sent lately."""
    lately = (now or timezone.now()) - COUNTED_FOR
    keys = Announcement.objects.gone().filter(sent_at__gt=lately).values_list("pk", flat=True)
    each(keys, _keep, what="Counting announcement")


def _keep(pk: int) -> None:
    found = count(kind=KIND, about_id=pk)
    Announcement.objects.filter(pk=pk).update(**asdict(found))


def lines(totals: Totals) -> list[Line]:
    """The totals as words. A small number is not told, and cannot be worked out from the others:
    where one is withheld, the largest is told as a lower bound that holds whatever the small ones
    are, and leaves each of them any number from none to the largest that is not told. Where none
    does, no part is told, and of too few people nothing more."""
    told = Line(_("Told on the site"), in_figures(totals.told))
    if not is_told(totals.told):
        return [told]
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
    small = [part for part in parts if not is_told(part)]
    if not small:
        return [in_figures(part) for part in parts]
    largest = max(range(len(parts)), key=parts.__getitem__)
    others = [part for n, part in enumerate(parts) if is_told(part) and n != largest]
    rest = sum(parts) - sum(others)
    room = rest - _MOST_WITHHELD
    if not is_told(parts[largest]) or room < FEWEST or room <= max(others, default=0):
        return [_("not told: too few people")] * len(parts)
    words = [in_figures(part) for part in parts]
    least = max(rest - _MOST_WITHHELD * len(small), FEWEST)
    words[largest] = _("at least %(n)d") % {"n": least}
    return words
