"""Work on many people or things of which one may fail: it is put aside, and the others are done.

Every loop over people or things goes through here. What was put aside is told to the log by its
key and by where it failed, never by what the error says: that may quote somebody. What would
befall the next one too (the database is away) is raised at once.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError, connection

from work.parts import PartAwayError, only_reads
from work.traces import trace_of

logger = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")


class SomeFailed(CommandError):  # noqa: N818 -- others did not
    """Raised when all are gone through, so that the task counts as failed and is seen; a command
    ends with what it says."""


def each(things: Iterable[T], do: Callable[[T], object], *, what: str) -> int:
    """Do this to each; says to how many, but for those that answered False. ``do`` is atomic where
    it writes. Raises SomeFailed at the end when any was put aside: not inside a transaction."""
    done = failed = 0
    for thing in things:
        with aside(what, thing) as caught:
            done += do(thing) is not False
        failed += len(caught)
    if failed:
        raise SomeFailed(f"{what}: {failed} put aside, {done} done")
    return done


def together(
    things: Sequence[T], do: Callable[[list[T]], R], *, what: str
) -> tuple[list[R], list[T]]:
    """Do this to all of them at once, and where that fails to each alone; what ``do`` gave, and
    which were put aside. ``do`` leaves nothing behind when it raises: who writes is atomic."""
    try:
        return [do(list(things))], []
    except Exception as error:
        if is_about_all(error):
            raise
    given: list[R] = []
    failed: list[T] = []
    for thing in things:
        with aside(what, thing) as caught:
            given.append(do([thing]))
        if caught:
            failed.append(thing)
    return given, failed


@contextmanager
def aside(what: str, thing: object) -> Iterator[list[Exception]]:
    """Put the thing aside when this fails; the error is in the list. What it stored stays: that is
    for a transaction inside."""
    caught: list[Exception] = []
    try:
        yield caught
    except Exception as error:
        if is_about_all(error):
            raise
        caught.append(error)
        logger.error("%s %s is put aside.\n%s", what, _key_of(thing), trace_of(error))


def is_about_all(error: Exception) -> bool:
    """Whether the next thing would fare no better."""
    if isinstance(error, InterfaceError | OperationalError):
        return not connection.is_usable()
    return isinstance(error, MemoryError | PartAwayError) or only_reads(error)


def _key_of(thing: Any) -> str:
    """The thing by its number where it has one, else by its type; never by a name."""
    key = getattr(thing, "pk", thing)
    if isinstance(thing, tuple):
        key = next((part for part in thing if isinstance(part, int)), key)
    if callable(thing):
        return getattr(thing, "__name__", type(thing).__name__)
    return str(key) if isinstance(key, int) else type(thing).__name__
