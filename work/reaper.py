"""Tasks that a killed worker has left behind are made ready again."""

import logging
from datetime import datetime

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from work import leases, outcomes
from work.models import WorkerLease
from work.moment import database_now
from work.retries import LONGEST_PAUSE

logger = logging.getLogger(__name__)


def reap() -> int:
    """Put back the tasks that run under no lease; how many. Any number at once do no harm.

    Not to be started before a worker that lost its lease must have noticed.
    """
    leases.expired().delete()
    running = _running()  # Read first: whoever starts a task has taken a lease before.
    alive = set(WorkerLease.objects.values_list("worker", flat=True)) if running else set()
    stranded = [row for row in running if row.worker_ids[-1] not in alive]
    not_before = database_now() + 2 * leases.RENEWED_EVERY
    return _put_back(stranded, not_before=not_before)


def pull_back(now: datetime) -> int:
    """Make tasks due that wait for longer than any pause is: a clock that ran ahead set them."""
    longest = now + LONGEST_PAUSE
    ahead = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, run_after__gt=longest, run_after__lt=get_date_max()
    )
    return ahead.order_by().update(run_after=now)


def put_back_of(worker: str) -> int:
    """Put back the tasks of this worker: it is known to be dead, so at once."""
    return _put_back([row for row in _running() if row.worker_ids[-1] == worker])


def _running() -> list[DBTaskResult]:
    fields = ("status", "started_at", "worker_ids", "task_path")
    return [row for row in DBTaskResult.objects.running().only(*fields) if row.worker_ids]


def _put_back(rows: list[DBTaskResult], *, not_before: datetime | None = None) -> int:
    done = [row for row in rows if outcomes.interrupted(row, not_before=not_before)]
    for row in done:
        logger.warning("Task %s lost its worker: %s", row.task_path, row.status.lower())
    return len(done)
