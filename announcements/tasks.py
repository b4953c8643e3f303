"""Each minute: scheduled announcements leave. Each hour: what became of them is counted."""

from datetime import timedelta

from django_tasks import task

from announcements import services, totals
from work.schedule import repeat


@task()
def send_what_is_due() -> None:
    """Send the announcements that are due; run again, or by several workers, each leaves once."""
    services.send_due()


@task()
def count_what_became_of_it() -> None:
    """Count what became of announcements; run again it writes the same, or what is new."""
    totals.keep_all()


repeat(send_what_is_due, every=timedelta(minutes=1))
repeat(count_what_became_of_it, every=timedelta(hours=1))
