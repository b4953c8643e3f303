"""A part that is away or hangs: how long it is waited for, and what stands in for it."""

import socket
import time

import psycopg
import pytest
from django.core.cache import caches
from django.db import OperationalError, connection

from bench import stand_ins
from core import caches as shared
from tests.watch import Watch
from work import patience, postgresql
from work.parts import Part, PartAwayError
from work.patience import patiently


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Leaving a part alone


def test_a_part_that_failed_is_left_alone_and_then_asked_by_one():
    part = Part("thing", rest=0.1)
    assert part.may_be_asked()
    part.failed(TimeoutError())

    assert not part.may_be_asked()
    time.sleep(0.12)
    assert [part.may_be_asked() for _thread in range(3)] == [True, False, False]
    assert part.is_away
    assert part.answered()
    assert part.may_be_asked()
    assert not part.answered()


def test_a_part_that_stays_away_is_told_of_once_a_minute_and_when_it_is_back(caplog):
    caplog.set_level("WARNING")
    part = Part("thing")
    for _request in range(20):
        part.failed(TimeoutError("secret"))
    part.answered()

    told = [record.getMessage() for record in caplog.records]
    assert told == ["The thing is away (TimeoutError)", "The thing is back after 0 s"]


def is_late(error: Exception) -> bool:
    return "late" in str(error)


SAYS_NOTHING = {
    "a kind": ((TimeoutError,), TimeoutError()),
    "a kind below it": ((OSError,), ConnectionResetError()),
    "one of several kinds": ((KeyError, TimeoutError), TimeoutError()),
    "by what it says": ((is_late,), ValueError("too late")),
    "kinds, or by what it says": ((TimeoutError, is_late), ValueError("late")),
}
SAYS_NO = {
    "another kind": ((TimeoutError,), KeyError()),
    "a kind above it": ((TimeoutError,), OSError()),
    "by what it says": ((is_late,), ValueError("no")),
    "neither": ((TimeoutError, is_late), KeyError("no")),
    "nothing counts": ((), TimeoutError()),
}


def ask(part, away, error=None):
    with part.asked(*away):
        if error:
            raise error
        return "an answer"


@pytest.mark.parametrize(("away", "error"), SAYS_NOTHING.values(), ids=SAYS_NOTHING)
def test_what_counts_as_a_failure_says_that_the_part_is_away(away, error):
    part = Part("thing")

    with pytest.raises(PartAwayError, match="The thing is away") as raised:
        ask(part, away, error)

    assert raised.value.__cause__ is error
    assert part.is_away
    with pytest.raises(PartAwayError):
        ask(part, away)


@pytest.mark.parametrize(("away", "error"), SAYS_NO.values(), ids=SAYS_NO)
def test_a_no_is_an_answer(away, error):
    part = Part("thing")
    part.failed(TimeoutError())
    part._ask_after = 0.0

    with pytest.raises(type(error)) as raised:
        ask(part, away, error)

    assert raised.value is error
    assert not part.is_away


def test_whoever_stops_waiting_says_nothing_of_the_part():
    part = Part("thing")
    part.failed(TimeoutError())
    part._ask_after = 0.0

    with pytest.raises(KeyboardInterrupt):
        ask(part, (Exception,), KeyboardInterrupt())

    assert part.is_away


def test_an_answer_brings_it_back():
    part = Part("thing", rest=0.0)
    part.failed(TimeoutError())

    assert ask(part, (TimeoutError,)) == "an answer"
    assert not part.is_away


# The cache


@pytest.fixture
def redis_at(settings):
    """The shared cache with Redis at this port."""

    def at(port: int):
        table = {"BACKEND": "core.caches.TableCache", "LOCATION": "shared_cache"}
        settings.CACHES = settings.CACHES | {
            "default": {
                "BACKEND": "core.caches.SharedCache",
                "LOCATION": f"redis://127.0.0.1:{port}/0",
            },
            "table": table | {"KEY_FUNCTION": "core.caches.as_it_is"},
        }
        return caches["default"]

    yield at
    shared.REDIS.answered()
    shared.RedisOrTable._to_forget.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["gone", "silent"])
def test_ten_reads_without_redis_take_one_wait(redis_at, how):
    with stand_ins.Silent() as silent, Watch() as watch:
        cache = redis_at(silent.port if how == "silent" else closed_port())
        answers = [cache.get(f"key-{number}", "nothing") for number in range(10)]

    assert answers == ["nothing"] * 10
    assert watch.seconds < 2


@pytest.mark.django_db
def test_marks_and_counts_hold_while_redis_is_away(redis_at):
    """Codes that were used, locks, tries at signing in."""
    cache = redis_at(closed_port())

    assert [cache.add("code", 1, 30), cache.add("code", 1, 30)] == [True, False]
    cache.set("tries", [1, 2], 300)
    assert cache.get("tries") == [1, 2]
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    assert (cache.incr("a"), cache.has_key("a"), cache.touch("a", 5)) == (2, True, True)
    assert (cache.delete("a"), cache.get("a")) == (True, None)
    cache.delete_many(["b"])
    assert cache.get("b") is None


@pytest.mark.django_db
def test_nothing_stays_in_the_table_for_long(redis_at, monkeypatch):
    kept = []
    monkeypatch.setattr(
        shared.TableCache, "set", lambda self, key, value, timeout: kept.append(timeout)
    )
    cache = redis_at(closed_port())
    for timeout in (None, 3600, 30):
        cache.set("a", 1, timeout)

    assert kept == [300, 300, 30]


@pytest.mark.skipif("not os.environ.get('REDIS_URL')")
@pytest.mark.django_db
def test_what_changed_while_redis_was_away_it_forgets_when_it_is_back():
    cache = caches["default"]
    cache.set("changed", "old")
    cache.set("kept", "as it was")
    shared.REDIS.failed(TimeoutError())
    cache.set("changed", "new")
    cache.delete("gone")
    assert cache.get("changed") == "new"
    shared.REDIS._ask_after = time.monotonic()

    assert cache.get("kept") == "as it was"
    assert cache.get("changed") is None
    assert not shared.RedisOrTable._to_forget


@pytest.mark.django_db
def test_a_sign_in_page_and_readiness_know_that_redis_is_away(redis_at, client):
    redis_at(closed_port())

    assert client.get("/accounts/login/").status_code in (200, 404)
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["cache"] == "Redis does not answer: the database stands in for it"


# The database


@pytest.fixture
def in_time():
    postgresql.answers_within(0.5)
    yield
    postgresql.within.clear()
    connection.close()


needs_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_statement_has_an_end_on_the_server_and_on_a_frozen_one_here(in_time):
    from work.postgresql.base import DATABASE

    connection.close()
    with (
        Watch() as watch,
        pytest.raises(OperationalError, match="statement timeout"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_sleep(20)")
    assert watch.seconds < 2
    assert not DATABASE.is_away

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # as if it were frozen
        connection.connection.patience = 0.5
        with Watch() as watch, pytest.raises(OperationalError, match="unanswered"):
            cursor.execute("SELECT pg_sleep(20)")
    assert watch.seconds < 2
    assert DATABASE.is_away
    connection.close()
    with Watch() as watch, pytest.raises(OperationalError):
        connection.ensure_connection()
    assert watch.seconds < 0.2

    DATABASE.answered()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_command_may_take_what_it_takes():
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert connection.connection.patience is None


def test_a_silent_database_is_given_up_while_connecting():
    from work.postgresql.base import TCP, Connection

    patience = TCP | {"connect_timeout": 2}
    with stand_ins.Silent() as silent, Watch() as watch, pytest.raises(psycopg.OperationalError):
        Connection.connect(f"postgresql://a@127.0.0.1:{silent.port}/a", **patience)

    assert watch.seconds < 4
    assert TCP["connect_timeout"] == 5


# Waiting and going on


def test_work_waits_while_a_part_is_away_and_goes_on(monkeypatch):
    pauses, troubles = [], [OperationalError()] * 7
    monkeypatch.setattr(patience.time, "sleep", pauses.append)

    def work():
        if troubles:
            raise troubles.pop()

    patiently(work)

    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_a_mistake_of_ours_is_not_waited_for():
    with pytest.raises(KeyError):
        patiently(lambda: {}["a"])
