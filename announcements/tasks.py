"""Each minute: what was scheduled leaves. Each hour: what became of it is counted."""

from datetime import timedelta

from django_tasks import task

from announcements import services, totals
from work.schedule import repeat


@task()
def send_what_is_due() -> None:
    """Safe to run again, and by several workers at once: each announcement leaves once."""
    services.send_due()


@task()
def count_what_became_of_it() -> None:
    """Run again it writes the same, or what has happened since."""
    totals.keep_all()


repeat(send_what_is_due, every=timedelta(minutes=1))
repeat(count_what_became_of_it, every=timedelta(hours=1))
