"""One tick of the schedule, exact when several clocks run."""

from datetime import datetime

from django.db import transaction

from work import schedule
from work.each import aside
from work.models import ScheduledJob
from work.moment import database_now
from work.queue import call_again, enqueue
from work.reaper import pull_back, reap


def tick(now: datetime | None = None) -> list[str]:
    """Enqueue every job that is due, once; returns their names.

    A conditional UPDATE claims the turn, so of several clocks one wins. A clock
    that slept through many turns enqueues one. Turns keep their distance from the
    first, however late a clock looks. Work that lost its worker is put
    back first: whoever keeps the time is there when no worker is. The time is the
    database's, the same for all hosts; what lies further ahead than its period was
    set by a clock that ran ahead, and is due.
    """
    now = now or database_now()
    reap()
    pull_back(now)
    call_again()
    due = dict(ScheduledJob.objects.values_list("name", "due_at"))
    ordered: list[str] = []
    for job in schedule.jobs():
        with aside("The job", job):
            if _run_if_due(job, due.get(job.name), now):
                ordered.append(job.name)
    return ordered


@transaction.atomic
def _run_if_due(job: schedule.Job, due_at: datetime | None, now: datetime) -> bool:
    if due_at is None:
        _row, claimed = ScheduledJob.objects.get_or_create(
            name=job.name, defaults={"due_at": now + job.every}
        )
    elif due_at <= now or due_at > now + job.every:
        start = due_at if due_at <= now else now
        claimed = bool(
            ScheduledJob.objects.filter(name=job.name, due_at=due_at).update(
                due_at=start + job.every * ((now - start) // job.every + 1)
            )
        )
    else:
        claimed = False
    if claimed:
        enqueue(job.task)
    return claimed
