"""How often a task is tried, and how long it waits in between."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django_tasks.base import Task

SURVIVED_KILLS = 3
"""Attempts that any task gets when its worker is killed: it must bear being done again."""


class GiveUp(Exception):  # noqa: N818 -- an order, not a mishap
    """Raised by a task that need not be tried again; shown is what it was raised from."""


class WorkerLostError(Exception):
    """Stored where a task was given up because each of its workers was killed over it."""


@dataclass(frozen=True)
class Policy:
    """``times`` counts every attempt, the first one too."""

    times: int
    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=4)

    def pause(self, attempts: int) -> timedelta:
        """Three times as long after each attempt, and up to a quarter more by chance.

        By chance, so that what failed together does not come back together.
        """
        steady = min(self.first * 3 ** max(attempts - 1, 0), self.longest)
        return steady * (1 + random.random() / 4)  # noqa: S311  # nosec B311


ONCE = Policy(times=1)
LONGEST_PAUSE = ONCE.longest * 5 / 4
_policies: dict[str, Policy] = {}
T = TypeVar("T", bound=Task)


def retry(
    *, times: int, first: timedelta = ONCE.first, longest: timedelta = ONCE.longest
) -> Callable[[T], T]:
    """Above ``@task``: try it so often when it raises, with pauses that grow, then keep it as dead.

    The task says in its docstring why it may be done twice.
    """

    def register(task: T) -> T:
        _policies[task.module_path] = Policy(times, first, longest)
        return task

    return register


def policy_of(task_path: str) -> Policy:
    return _policies.get(task_path, ONCE)
