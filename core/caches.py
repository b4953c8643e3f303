"""The shared cache: what it cannot keep it does not hold, and no page waits for it or fails by it.

Limits of allauth's that must hold are in it too. So while Redis is away it is not merely empty: the
table in the database is asked in its place.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.db import DatabaseError, transaction
from redis import RedisError

from work.parts import PartAwayError
from work.redis_part import PATIENCE, REDIS

IN_PLACE = 300
"""Seconds at most that the table keeps what Redis could not: it must not be found the next time."""
BATCH = 1000
"""Keys that Redis is told to forget in one request."""


class TableCache(DatabaseCache):
    """Django's cache in a table, where a deletion may fail because the database only reads."""

    def _base_delete_many(self, keys: Iterable[str]) -> bool:
        keys = list(keys)
        if keys:
            with suppress(DatabaseError), transaction.atomic():
                return bool(super()._base_delete_many(keys))  # type: ignore[misc]
        return False


def as_it_is(key: str, prefix: str, version: int) -> str:
    """The key that another cache made already."""
    return key


class RedisOrTable(RedisCacheClient):
    """Redis, or the cache called ``table`` while Redis is away.

    Keys that changed meanwhile are deleted from Redis once it is back: it did not hear of them.
    """

    _to_forget: set[str] = set()

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self._ask("add", [key], key, value, timeout=timeout)

    def get(self, key: Any, default: Any) -> Any:
        return self._ask("get", [], key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._ask("set", [key], key, value, timeout=timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self._ask("touch", [], key, timeout=timeout)

    def delete(self, key: Any) -> bool:
        return self._ask("delete", [key], key)

    def get_many(self, keys: Any) -> dict[Any, Any]:
        return self._ask("get_many", [], keys)

    def has_key(self, key: Any) -> bool:
        return self._ask("has_key", [], key)

    def incr(self, key: Any, delta: Any) -> int:
        return self._ask("incr", [key], key, delta)

    def set_many(self, data: Any, timeout: Any) -> None:
        self._ask("set_many", list(data), data, timeout=timeout)

    def delete_many(self, keys: Any) -> None:
        self._ask("delete_many", keys, keys)

    def clear(self) -> bool:
        return bool(self._ask("clear", []))

    def _ask(self, name: str, changed: Iterable[str], *arguments: Any, **more: Any) -> Any:
        with suppress(PartAwayError), REDIS.asked(RedisError):
            if self._to_forget:
                self._forget()
            return getattr(super(), name)(*arguments, **more)
        self._to_forget.update(changed)
        if "timeout" in more:
            kept = more["timeout"]
            more["timeout"] = IN_PLACE if kept is None else min(kept, IN_PLACE)
        return getattr(caches["table"], name)(*arguments, **more)

    def _forget(self) -> None:
        """Delete the changed keys from Redis. The set is one for all threads of this process."""
        keys = list(self._to_forget)
        for first in range(0, len(keys), BATCH):
            super().delete_many(keys[first : first + BATCH])
        self._to_forget.difference_update(keys)


class SharedCache(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = RedisOrTable
        self._options: dict[str, Any] = PATIENCE | params.get("OPTIONS", {})
