"""Answers that are asked for many times while one page is made, and are the same each time."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember answers until the block ends; the middleware wraps each request in it."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(key: Hashable, compute: Callable[[], T]) -> T:
    """The answer found earlier in this request, else ``compute()``; outside a request always that.

    Only for reads that the request itself does not change before it is answered.
    """
    answers = _answers.get()
    if answers is None:
        return compute()
    if key not in answers:
        answers[key] = compute()
    return answers[key]
