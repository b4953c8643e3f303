"""One that fails is put aside; the others are done, and nobody reads of whom it was."""

import logging

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from members.models import User
from tests.factories.members import UserFactory
from work.each import SomeFailed, aside, each, together
from work.traces import trace_of

SECRET = "Hemi"


def stumble_at(bad, done):
    def do(thing):
        if thing == bad:
            raise ValueError(f"{SECRET} cannot be done")
        done.append(thing)

    return do


def test_a_bad_one_between_two_good_ones_is_put_aside_and_counted(caplog):
    done = []

    with pytest.raises(SomeFailed, match=r"^Greeting: 1 put aside, 2 done$"):
        each([1, 2, 3], stumble_at(2, done), what="Greeting")

    assert done == [1, 3]
    (line,) = caplog.records
    assert (line.levelno, line.exc_info) == (logging.ERROR, None)
    assert "Greeting 2 is put aside." in line.getMessage()
    assert "in do" in line.getMessage()
    assert line.getMessage().endswith("builtins.ValueError")
    assert SECRET not in line.getMessage()


def test_without_a_bad_one_it_says_how_many(caplog):
    assert each([1, 2, 3], lambda number: number != 2, what="Counting") == 2
    assert each([], lambda number: None, what="Counting") == 0
    assert caplog.records == []


@pytest.mark.parametrize("bad", [0, 1, 2], ids=["first", "middle", "last"])
def test_what_cannot_be_done_together_is_done_one_by_one(bad, caplog):
    asked = []

    def do(some):
        asked.append(some)
        if bad in some:
            raise LookupError(SECRET)
        return some

    given, failed = together([0, 1, 2], do, what="Telling")

    assert given == [[number] for number in range(3) if number != bad]
    assert failed == [bad]
    assert asked == [[0, 1, 2], [0], [1], [2]]
    assert SECRET not in caplog.text


def test_what_can_be_done_together_is_done_at_once():
    assert together([1, 2], sum, what="Adding") == ([3], [])


@pytest.mark.django_db
def test_what_a_bad_one_stored_is_undone_and_the_others_stay():
    taken = UserFactory(email="taken@example.org")

    @transaction.atomic
    def make(email):
        UserFactory(email=f"first.{email}")
        UserFactory(email=email)

    with pytest.raises(SomeFailed):
        each(["one@example.org", "taken@example.org", "two@example.org"], make, what="Making")

    emails = set(User.objects.exclude(pk=taken.pk).values_list("email", flat=True))
    assert emails == {
        "one@example.org", "first.one@example.org", "two@example.org", "first.two@example.org",
    }  # fmt: skip


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_stops_everything_is_not_put_aside(stop):
    done = []

    def do(thing):
        if thing == 2:
            raise stop
        done.append(thing)

    with pytest.raises(stop):
        each([1, 2, 3], do, what="Greeting")
    assert done == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_stops_all_and_one_slow_row_does_not(error, monkeypatch):
    done = []

    def do(thing):
        if thing == 2:
            raise error("canceling statement due to statement timeout")
        done.append(thing)

    with pytest.raises(SomeFailed):
        each([1, 2, 3], do, what="Greeting")
    assert done == [1, 3]

    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(error):
        each([1, 2, 3], do, what="Greeting")
    with pytest.raises(error):
        together([1, 2, 3], lambda some: [do(each) for each in some], what="Greeting")
    assert done == [1, 3, 1, 1]


@pytest.mark.django_db
def test_people_are_named_by_their_number_and_words_not_at_all(caplog):
    person = UserFactory(display_name=SECRET)
    for thing in (person, SECRET, (person.pk, SECRET), {"name": SECRET}):
        with aside("Greeting", thing):
            raise RuntimeError(SECRET)

    told = [line.getMessage().partition(" is put")[0].split()[1] for line in caplog.records]
    assert told == [str(person.pk), "str", str(person.pk), "dict"]
    assert SECRET not in caplog.text


def test_a_trace_names_files_lines_and_kinds_and_quotes_nothing():
    def store():
        raise IntegrityError(f'Key (display_name)=({SECRET}) "already exists"')

    try:
        try:
            store()
        except IntegrityError as error:
            error.add_note(f"It was {SECRET}")
            raise LookupError(SECRET) from error
    except LookupError as error:
        told = trace_of(error)

    assert SECRET not in told
    assert 'test_each.py", line' in told
    assert told.index("django.db.utils.IntegrityError") < told.index("builtins.LookupError")
    assert "in store" in told


def test_a_trace_of_causes_in_a_ring_ends():
    first, second = ValueError(SECRET), KeyError(SECRET)
    first.__cause__, second.__cause__ = second, first

    assert trace_of(first) == "builtins.KeyError\n\nbuiltins.ValueError"
