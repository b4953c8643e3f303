"""The clock of duty items: who is told next, when nobody has taken one in its time."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from moderation.duty.climbing import climb
from moderation.duty.models import DutyItem
from work.each import each
from work.moment import database_now
from work.schedule import repeat
from work.words import called


@called(_("Telling more people of what nobody on duty has taken"))
@task()
def watch_duty() -> None:
    """Tell the next ones of each item that is due; again it finds none that is."""
    now = database_now()
    each(
        DutyItem.objects.due(now).order_by("due_at", "pk"),
        lambda item: climb(item, now),
        what="Duty item",
    )


repeat(watch_duty, every=timedelta(minutes=1))
