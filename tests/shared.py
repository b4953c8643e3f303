"""Rows that tests begin with, written once for the tests that follow one another.

A fixture marked ``@shared`` is made in a transaction around the tests, each in a savepoint above
those it asks for; every test works in one more savepoint and has a copy of what the fixture gave.
A test finds the shared rows that it asks for and no others: what the test before asked for
besides is rolled back. Where a test commits, its fixtures are made for it alone.
"""

import copy
import functools
import inspect
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, TestCase

Make = Callable[..., Any]
GIVEN = {"db": None, "django_capture_on_commit_callbacks": TestCase.captureOnCommitCallbacks}


def shared(make: Make) -> Any:
    """A fixture whose rows are written once; it may ask for others like it, and for ``db``."""

    @functools.wraps(make)
    def copy_or_make(**asked: Any) -> Any:
        return ROWS.copied(make) if make in ROWS else make(**asked)

    copy_or_make.make = make  # type: ignore[attr-defined]
    return pytest.fixture(copy_or_make)


def asked_for(item: pytest.Item) -> dict[str, Make]:
    """The shared fixtures of a test, by name."""
    definitions = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    made = {name: getattr(found[-1].func, "make", None) for name, found in definitions.items()}
    return {name: make for name, make in made.items() if make}


class Rows:
    """The shared rows that are there at the moment."""

    def __init__(self) -> None:
        self._there: dict[Make, tuple[Any, transaction.Atomic]] = {}
        self._seconds: dict[Make, float] = {}
        self._copies: dict[int, Any] = {}

    def __contains__(self, make: Make) -> bool:
        return make in self._there

    def copied(self, make: Make) -> Any:
        """A test's own copy; what belongs together in the originals does so in its copies."""
        value, _savepoint = self._there[make]
        return copy.deepcopy(value, self._copies)

    def become(self, wanted: dict[str, Make]) -> None:
        """Take back what is not wanted, with all that was written after it, and make the rest.

        What takes longest to make is made first, and so is there longest.
        """
        self._copies = {}
        for n, make in enumerate(self._there):
            if make not in wanted.values() or connection.closed_in_transaction:
                self._take_back(len(self._there) - n)
                break
        while left := {n: make for n, make in wanted.items() if make not in self._there}:
            ready = [make for make in left.values() if not left.keys() & _asks(make)]
            self._make(max(ready, key=lambda make: self._seconds.get(make, 0.0)), wanted)

    def _make(self, make: Make, wanted: dict[str, Make]) -> None:
        savepoint = transaction.atomic()
        savepoint._from_testcase = True  # type: ignore[attr-defined]
        savepoint.__enter__()
        began = time.perf_counter()
        self._there[make] = None, savepoint
        try:
            value = make(**{name: self._value(wanted, name) for name in _asks(make)})
        except BaseException:
            self._take_back()
            raise
        self._there[make] = value, savepoint
        self._seconds.setdefault(make, time.perf_counter() - began)

    def _value(self, wanted: dict[str, Make], name: str) -> Any:
        return GIVEN[name] if name in GIVEN else self._there[wanted[name]][0]

    def _take_back(self, newest: int = 1) -> None:
        for _one in range(newest):
            _make, (_value, savepoint) = self._there.popitem()
            transaction.set_rollback(True)
            savepoint.__exit__(None, None, None)


ROWS = Rows()


def _asks(make: Make) -> set[str]:
    return set(inspect.signature(make).parameters)


def _another_browser(browser: Client, copies: dict[int, Any]) -> Client:
    """With the same cookies: signed in as the same person."""
    other = copies[id(browser)] = copy.copy(browser)
    other.cookies = copy.deepcopy(browser.cookies)
    other.defaults = dict(browser.defaults)
    return other


Client.__deepcopy__ = _another_browser  # type: ignore[attr-defined]
