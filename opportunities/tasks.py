"""The daily task: telling of scholarships."""

from datetime import timedelta

from django.db.models import Q
from django_tasks import task

from core.days import site_today
from notifications.models import Notification
from notifications.tasks import tell_audience
from opportunities import notices
from work.each import each
from work.schedule import repeat

FRESH = timedelta(days=7)
"""What opened longer ago than this is no news."""
SOON = timedelta(days=14)


@task()
def tell_of_scholarships() -> None:
    """Tell of scholarships that opened or close soon. Run again it tells nobody anything new."""
    today = site_today()
    opened = notices.scholarships(today).filter(
        Q(opens_on__gt=today - FRESH) | Q(opens_on=None, first_published_at__date__gt=today - FRESH)
    )
    closing = notices.scholarships(today).filter(closes_on__lte=today + SOON)
    to_tell = [
        *((notices.OPENED, page.pk, str(page.opens_on or "")) for page in opened),
        *((notices.CLOSING, page.pk, str(page.closes_on)) for page in closing),
    ]
    each(to_tell, lambda told: _tell_once(*told), what="Telling of a scholarship:")


def _tell_once(kind: str, about_id: int, occasion: str) -> None:
    """Tell everybody of this occasion once: so many are not gone through again each day."""
    said = Notification.objects.filter(kind=kind, about_id=about_id, occasion=occasion)
    if not said.exists():
        tell_audience(kind, about_id, occasion=occasion)


repeat(tell_of_scholarships, every=timedelta(days=1))
