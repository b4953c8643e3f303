"""Handing work over together with what is stored."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResultQuerySet, get_date_max

from work.moment import databases_clock


def enqueue(task: Task, *args: Any, **kwargs: Any) -> None:
    """Enqueue the task if, and only if, the surrounding transaction commits.

    The queue is a table beside the data, so that the order to work is part of
    the transaction: no kill falls between them. With another queue, as in the
    tests, it is enqueued once the transaction has committed.
    """
    if isinstance(task.get_backend(), DatabaseBackend):
        task.enqueue(*args, **kwargs)
    else:
        transaction.on_commit(partial(task.enqueue, *args, **kwargs))


def call_again() -> None:
    """Wake the workers for what is due; those of the database's own queue look by themselves."""
    if wake := getattr(default_task_backend, "call_again", None):
        wake()


def ready(rows: DBTaskResultQuerySet) -> DBTaskResultQuerySet:
    """Tasks that may be done now, by the database's clock; the library's asks the host's."""
    due = Q(run_after=get_date_max()) | Q(run_after__lte=databases_clock())
    return rows.filter(due, status=TaskResultStatus.READY)


def install() -> None:
    DBTaskResultQuerySet.ready = ready  # type: ignore[assignment, method-assign]
