"""What becomes of a task after an attempt.

Each is one statement that asks whether the attempt is still the task's latest: a
worker that was taken for dead cannot write over what another one has done since.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.utils import get_module_path
from django_tasks_db.models import DBTaskResult

from work.moment import database_now
from work.retries import SURVIVED_KILLS, GiveUp, WorkerLostError, policy_of
from work.traces import trace_of


def succeeded(row: DBTaskResult, value: Any) -> bool:
    return _settle(
        row,
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=timezone.now(),
        return_value=value,
        exception_class_path="",
        traceback="",
    )


def failed(row: DBTaskResult, error: Exception) -> bool:
    """Make the task ready again after a pause; dead after the last attempt, or on ``GiveUp``."""
    reason = (error.__cause__ or error) if isinstance(error, GiveUp) else error
    told = {
        "exception_class_path": get_module_path(type(reason)),
        "traceback": trace_of(reason),
    }
    policy, attempts = policy_of(row.task_path), len(row.worker_ids)
    if isinstance(error, GiveUp) or attempts >= policy.times:
        return _settle(
            row,
            status=TaskResultStatus.FAILED,
            finished_at=timezone.now(),
            return_value=None,
            **told,
        )
    return _ready_again(row, at=database_now() + policy.pause(attempts), **told)


def interrupted(row: DBTaskResult, *, not_before: datetime | None = None) -> bool:
    """Make the task ready again: at once, later with pauses; dead when it kills every worker."""
    policy, attempts = policy_of(row.task_path), len(row.worker_ids)
    if attempts >= max(policy.times, SURVIVED_KILLS):
        return _settle(
            row,
            status=TaskResultStatus.FAILED,
            finished_at=timezone.now(),
            return_value=None,
            exception_class_path=get_module_path(WorkerLostError),
            traceback="",
        )
    now = database_now()
    soon = now + policy.pause(attempts - 1) if attempts > 1 else now
    return _ready_again(row, at=max(soon, not_before or now))


def _ready_again(row: DBTaskResult, *, at: datetime, **told: str) -> bool:
    return _settle(row, status=TaskResultStatus.READY, run_after=at, started_at=None, **told)


def _settle(row: DBTaskResult, **values: Any) -> bool:
    latest = DBTaskResult.objects.filter(
        pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at
    )
    if not latest.update(**values):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True
