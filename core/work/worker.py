"""The worker of the database's queue, with a lease, retries and an end to each attempt."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import Error
from django_tasks.base import TaskContext
from django_tasks.signals import task_finished, task_started
from django_tasks.utils import normalize_json
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from core.work import leases, outcomes, reaper

logger = logging.getLogger(__name__)


class Worker(DatabaseWorker):
    """Two workers never bear one name; what bears this one is left by a predecessor."""

    def run(self) -> None:
        with self.at_work():
            super().run()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        reaper.put_back_of(self.worker_id)
        leases.take(self.worker_id)
        try:
            with leases.kept_alive(self.worker_id):
                yield
        finally:
            with suppress(Error):
                leases.end(self.worker_id)
                reaper.put_back_of(self.worker_id)

    def run_task(self, row: DBTaskResult) -> None:
        """Do one claimed task; whatever it does, it is settled or put back."""
        self.running_task = True
        try:
            self._attempt(row)
        finally:
            self.running_task = False
            self._run_tasks += 1

    def _attempt(self, row: DBTaskResult) -> None:
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
            announce(row)


def perform(row: DBTaskResult) -> Any:
    task: Any = row.task
    result: Any = row.task_result
    task_started.send(sender=type(task.get_backend()), task_result=result)
    context = [TaskContext(task_result=result)] if task.takes_context else []
    return task.call(*context, *result.args, **result.kwargs)


def announce(row: DBTaskResult) -> None:
    """Outside of any ``except``: who logs this must not log what the error quotes of people."""
    try:
        result = row.task_result
    except ImportError:
        logger.error("Task %s is not known to this version.", row.task_path)
    else:
        task_finished.send(sender=type(result.task.get_backend()), task_result=result)
