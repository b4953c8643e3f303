"""Work that comes round by itself: an app registers a task, the clock enqueues it."""

from dataclasses import dataclass
from datetime import timedelta

from django_tasks.base import Task


@dataclass(frozen=True)
class Job:
    name: str
    task: Task
    every: timedelta


_jobs: dict[str, Job] = {}


def repeat(task: Task, *, every: timedelta) -> None:
    """Enqueue the task each time ``every`` has passed, however many clocks are running."""
    name = task.module_path
    _jobs[name] = Job(name=name, task=task, every=every)


def jobs() -> list[Job]:
    return list(_jobs.values())
