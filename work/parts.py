"""Parts that the site leans on and that may be away: who asks them in vain, and for how long."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, OperationalError

logger = logging.getLogger(__name__)

TOLD_EVERY = 60.0
"""Seconds between two lines in the log about one part that stays away."""

AWAY = {
    "botocore.exceptions.BotoCoreError",
    "redis.exceptions.ConnectionError",
    "redis.exceptions.TimeoutError",
    "requests.exceptions.ConnectionError",
    "requests.exceptions.Timeout",
}
"""Errors of libraries that say so, by name: to look for one is no reason to load its library."""
ONLY_READS = ("read-only transaction", "readonly database")
"""In the words of PostgreSQL and of SQLite."""
DEEPEST = 20


class PartAwayError(OSError):
    """A part does not answer, or is left alone for a moment because it did not answer before."""


class Part:
    """One part. After a failure nobody asks it for ``rest`` seconds, and then one at first.

    So a part that hangs costs each process one wait, and not each of its requests one.
    """

    def __init__(self, name: str, *, rest: float = 5.0) -> None:
        self.name = name
        self.rest = rest
        self._ask_after = self._away_since = self._told_at = 0.0
        self._lock = threading.Lock()

    @property
    def is_away(self) -> bool:
        return bool(self._away_since)

    def may_be_asked(self) -> bool:
        """Whether to ask the part now; while it is away, one caller each ``rest`` seconds may."""
        if not self._ask_after:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._ask_after:
                return False
            self._ask_after = now + self.rest
            return True

    def failed(self, error: BaseException) -> None:
        with self._lock:
            now = time.monotonic()
            self._ask_after = now + self.rest
            self._away_since = self._away_since or now
            if self._told_at and now - self._told_at < TOLD_EVERY:
                return
            self._told_at = now
        logger.warning("The %s is away (%s)", self.name, type(error).__name__)

    def answered(self) -> bool:
        """Note that the part answered; whether it had been away until now."""
        if not self._away_since:
            return False
        with self._lock:
            away_for, self._away_since = time.monotonic() - self._away_since, 0.0
            self._ask_after = self._told_at = 0.0
        logger.warning("The %s is back after %.0f s", self.name, away_for)
        return True

    @contextmanager
    def asked(self, *away: type[Exception] | Callable[[Exception], bool]) -> Iterator[None]:
        """Around a question: these errors, or those of which this is true, become
        ``PartAwayError``, and so does not being asked. Any other error is an answer: it said no.
        """
        if not self.may_be_asked():
            raise PartAwayError(f"The {self.name} is away")
        try:
            yield
        except Exception as error:
            if any(isinstance(error, of) if isinstance(of, type) else of(error) for of in away):
                self.failed(error)
                raise PartAwayError(f"The {self.name} is away") from error
            self.answered()
            raise
        self.answered()


def only_reads(error: BaseException | None) -> bool:
    """Whether the error came of a database that refused to write because it only reads: a copy, a
    failover."""
    return any(
        isinstance(cause, DatabaseError) and any(words in str(cause) for words in ONLY_READS)
        for cause in _causes(error)
    )


def is_away(error: BaseException | None) -> bool:
    """Whether the error came of a part that is away or only reads, and not of a mistake of ours."""
    return only_reads(error) or any(
        isinstance(cause, OperationalError | InterfaceError | PartAwayError)
        or any(f"{of.__module__}.{of.__qualname__}" in AWAY for of in type(cause).__mro__)
        for cause in _causes(error)
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it came of, and so on."""
    for _step in range(DEEPEST):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
