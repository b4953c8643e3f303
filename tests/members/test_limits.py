import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from core import limits
from core.models import RateCount


@pytest.fixture(autouse=True)
def _one_long_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may straddle two windows."""
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_001.0)


def at_once(what: Callable[[], bool]) -> list[bool]:
    """What twenty are answered who ask at the same time."""
    answers = []

    def ask() -> None:
        try:
            answers.append(what())
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db
def test_the_limit_is_reached_and_not_passed():
    answers = [limits.allow("search", "address:1", limit=3, seconds=60) for _ in range(5)]

    assert answers == [True, True, True, False, False]


@pytest.mark.django_db
def test_one_person_does_not_use_up_the_limit_of_another():
    limits.allow("search", "address:1", limit=1, seconds=60)

    assert limits.allow("search", "address:2", limit=1, seconds=60)


@pytest.mark.django_db
def test_the_next_window_begins_anew(monkeypatch):
    limits.allow("search", "address:1", limit=1, seconds=60)
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_061.0)

    assert limits.allow("search", "address:1", limit=1, seconds=60)


@pytest.mark.django_db
def test_who_did_it_is_not_stored_in_clear():
    limits.allow("search", "address:203.0.113.9", limit=1, seconds=60)

    assert "203.0.113.9" not in RateCount.objects.get().key


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_no_more_than_the_limit():
    answers = at_once(lambda: limits.allow("search", "address:1", limit=5, seconds=60))

    assert sorted(answers) == [False] * 15 + [True] * 5


@pytest.mark.django_db(transaction=True)
def test_the_same_thing_twenty_times_at_once_is_the_first_once():
    answers = at_once(lambda: limits.is_first("used-code", "1|123456", seconds=90))

    assert sorted(answers) == [False] * 19 + [True]


@pytest.mark.django_db(transaction=True)
def test_what_is_forgiven_by_many_at_once_is_forgotten_exactly():
    def succeed() -> bool:
        attempt = limits.Attempt("password", "a@example.org", limit=100, seconds=60)
        attempt.forgive()
        return attempt.is_within

    at_once(succeed)

    assert RateCount.objects.get().count == 0


@pytest.mark.django_db
def test_an_attempt_that_is_not_forgiven_stays():
    attempts = [limits.Attempt("password", "a", limit=2, seconds=60) for _ in range(2)]
    attempts[0].forgive()

    assert limits.Attempt("password", "a", limit=2, seconds=60).is_within
    assert not limits.Attempt("password", "a", limit=2, seconds=60).is_within
    assert limits.Attempt("password", "b", limit=2, seconds=60).is_within


@pytest.mark.django_db
def test_expired_counts_are_forgotten():
    limits.allow("search", "address:1", limit=1, seconds=60)

    assert RateCount.expired().count() == 0
    RateCount.objects.update(expires_at="2020-01-01T00:00Z")
    assert RateCount.expired().count() == 1


def test_what_came_before_its_time_ran_out_is_a_first_again(db):
    assert limits.is_first("code", "1", seconds=60)
    assert limits.is_first("code", "2", seconds=60)
    RateCount.objects.filter(key=limits._hash("code|1")).update(expires_at=timezone.now())

    answers = [limits.is_first("code", what, seconds=60) for what in ("1", "1", "2")]

    assert answers == [True, False, False]
