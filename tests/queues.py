"""The queue that production has, worked off by the test itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from work.worker import Worker


@contextmanager
def in_the_database(settings: Any) -> Iterator[None]:
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}
    }
    yield


def worker(name: str = "here") -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


def work_off(most: int = 10_000) -> int:
    """Do what is ready, at most so much of it, within the test's transaction; how much was done."""
    by = worker()
    for done in range(most):
        row = DBTaskResult.objects.ready().first()
        if row is None:
            return done
        row.claim(by.worker_id)
        by.run_task(row)
    return most


def skip_the_pause() -> None:
    """Make due what waits for its time."""
    DBTaskResult.objects.filter(run_after__gt=timezone.now(), run_after__year__lt=9999).update(
        run_after=timezone.now()
    )
