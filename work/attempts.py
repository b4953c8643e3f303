"""One attempt at a claimed task, by a worker that holds a lease."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import Error
from django_tasks.base import TaskContext
from django_tasks.signals import task_finished, task_started
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from work import leases, outcomes, reaper

logger = logging.getLogger(__name__)


@contextmanager
def at_work(worker: str) -> Iterator[None]:
    """Hold a lease under this name; tasks that bear it already were left by a dead predecessor."""
    reaper.put_back_of(worker)
    leases.take(worker)
    try:
        with leases.kept_alive(worker):
            yield
    finally:
        with suppress(Error):
            leases.end(worker)
            reaper.put_back_of(worker)


def attempt(row: DBTaskResult) -> None:
    """Do one claimed task; whatever it does, it is settled or put back."""
    caught: Exception | None = None
    value = None
    try:
        value = normalize_json(perform(row))
    except Exception as error:
        caught = error
    except BaseException:
        outcomes.interrupted(row)
        raise
    settled = outcomes.failed(row, caught) if caught else outcomes.succeeded(row, value)
    if not settled:
        logger.warning("Task %s was given to another worker meanwhile.", row.task_path)
    elif row.finished_at:
        _announce(row)


def perform(row: DBTaskResult) -> Any:
    task: Any = row.task
    result: Any = row.task_result
    task_started.send(sender=type(task.get_backend()), task_result=result)
    context = [TaskContext(task_result=result)] if task.takes_context else []
    return task.call(*context, *result.args, **result.kwargs)


def _announce(row: DBTaskResult) -> None:
    """Announce a finished task, outside of any ``except``: a log must not quote the error."""
    try:
        result = row.task_result
    except ImportError:
        logger.error("Task %s is not known to this version.", row.task_path)
    else:
        task_finished.send(sender=type(result.task.get_backend()), task_result=result)
