"""Unpinning topics whose day is over."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from forum.moving.models import TopicTimes
from forum.moving.timing import unpin_due
from work.each import each
from work.schedule import repeat
from work.words import called


@called(_("Unpinning topics"))
@task()
def unpin_topics() -> None:
    """Unpin what is pinned until a day that is over; done twice, the second time finds nothing."""
    due = TopicTimes.objects.filter(unpins_at__lte=timezone.now()).order_by("pk")
    each(due, lambda times: unpin_due(times=times), what="Unpinning topic")


repeat(unpin_topics, every=timedelta(minutes=5))
