"""Limits on how often somebody may do something, exact across processes.

One row per key and window, counted in a single UPSERT: a cache's ``incr`` loses
counts on the database and file backends, and a per-process cache multiplies every
limit by the number of processes.
"""

import functools
import hashlib
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.db import DatabaseError, connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from core.models import RateCount
from work.parts import only_reads

_COUNT = """
    INSERT INTO {table} (key, count, expires_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN {table}.expires_at <= %s THEN 1 ELSE {table}.count + 1 END,
        expires_at = CASE WHEN {table}.expires_at <= %s
            THEN excluded.expires_at ELSE {table}.expires_at END
    RETURNING count
"""


class Attempt:
    """One more ``scope`` by ``who``, counted before it is known how it ends.

    Windows are fixed: ``seconds`` long, aligned to the epoch. Who did what is
    stored as a hash only.
    """

    def __init__(self, scope: str, who: str, *, limit: int, seconds: int) -> None:
        window = int(time.time()) // seconds
        self._key = _hash(f"{scope}|{who}|{seconds}|{window}")
        self.is_within = _counted(self._key, (window + 1) * seconds) <= limit

    def forgive(self) -> None:
        """Take the attempt back: it went well, and only those that went wrong count."""
        RateCount.objects.filter(key=self._key, count__gt=0).update(count=F("count") - 1)

    def forget(self) -> None:
        """Delete the whole count: the person has shown in another way who they are."""
        RateCount.objects.filter(key=self._key).delete()


def allow(scope: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count one more ``scope`` by ``who`` and say whether it is within the limit."""
    return Attempt(scope, who, limit=limit, seconds=seconds).is_within


def is_first(scope: str, what: str, *, seconds: int) -> bool:
    """Whether ``what`` comes for the first time in ``seconds``, however many ask at once."""
    return _counted(_hash(f"{scope}|{what}"), int(time.time()) + seconds) == 1


def _hash(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()


def _counted(key: str, expires: int) -> int:
    expires_at, now = datetime.fromtimestamp(expires, UTC), datetime.now(UTC)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                _COUNT.format(table=connection.ops.quote_name(RateCount._meta.db_table)),
                [key, *map(connection.ops.adapt_datetimefield_value, (expires_at, now, now))],
            )
            (count,) = cursor.fetchone()
    except DatabaseError as error:
        if not only_reads(error):
            raise
        return _counted_here(key, expires_at)
    return count


_here: dict[str, tuple[int, datetime]] = {}
_counting = threading.Lock()
MOST_HERE = 10_000


def _counted_here(key: str, expires_at: datetime) -> int:
    """The count of this process alone, while the database only reads: a limit stays a limit.

    Too many to count at once count as too often.
    """
    with _counting:
        now = datetime.now(UTC)
        if len(_here) >= MOST_HERE:
            for old in [old for old, (_count, until) in _here.items() if until < now]:
                del _here[old]
        if key not in _here and len(_here) >= MOST_HERE:
            return MOST_HERE
        count = _here.get(key, (0, expires_at))[0] + 1
        _here[key] = count, expires_at
        return count


def who_is(request: HttpRequest) -> str:
    """The key of whoever asks: the member, or the visitor's network address."""
    if request.user.is_authenticated:
        return f"member:{request.user.pk}"
    return f"address:{get_adapter(request).get_client_ip(request)}"


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """The kind answer to somebody who went too fast."""
    response = render(request, "429.html", {"retry_after": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def limited(
    scope: str, *, limit: int, seconds: int, methods: tuple[str, ...] = ("POST",)
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let a person through to the view ``limit`` times in ``seconds``, then answer 429."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def limited_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods and not allow(
                scope, who_is(request), limit=limit, seconds=seconds
            ):
                return too_many(request, seconds=seconds)
            return view(request, *args, **kwargs)

        return limited_view

    return decorate
