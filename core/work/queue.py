"""Handing work over together with what is stored."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import default_task_backend
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend


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
