"""Calendar days in the zone shown: around midnight, when clocks change, and elsewhere."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core.days import closes_in, days_later, days_until

AUCKLAND = ZoneInfo("Pacific/Auckland")
SYDNEY = ZoneInfo("Australia/Sydney")


@pytest.fixture
def clock(monkeypatch):
    """Lets the site's clock stand at a moment, as it is in Auckland."""

    def stand_at(*moment: int) -> None:
        now = datetime(*moment, tzinfo=AUCKLAND)
        monkeypatch.setattr(timezone, "now", lambda: now.astimezone(UTC))

    return stand_at


@pytest.mark.parametrize(
    ("now", "then", "days"),
    [
        # Tomorrow at noon, seen in the morning and in the evening.
        ((2026, 11, 20, 9, 0), (2026, 11, 21, 12, 0), 1),
        ((2026, 11, 20, 20, 0), (2026, 11, 21, 12, 0), 1),
        # A minute to midnight and a minute after it.
        ((2026, 11, 20, 23, 59), (2026, 11, 21, 0, 1), 1),
        ((2026, 11, 21, 0, 0), (2026, 11, 21, 0, 1), 0),
        ((2026, 11, 21, 0, 0), (2026, 11, 21, 23, 59), 0),
        ((2026, 11, 20, 23, 59), (2026, 11, 21, 23, 59), 1),
        # 47 hours and 59 minutes are two days, and so are 24 hours and 2 minutes.
        ((2026, 11, 20, 0, 0), (2026, 11, 21, 23, 59), 1),
        ((2026, 11, 20, 23, 59), (2026, 11, 22, 0, 1), 2),
        # Clocks go forward on 27 September 2026: the day has 23 hours.
        ((2026, 9, 26, 12, 0), (2026, 9, 27, 11, 0), 1),
        ((2026, 9, 27, 0, 30), (2026, 9, 28, 0, 15), 1),
        ((2026, 9, 26, 23, 30), (2026, 9, 28, 0, 15), 2),
        # And back on 5 April 2026: 25 hours.
        ((2026, 4, 5, 0, 0), (2026, 4, 5, 23, 59), 0),
        ((2026, 4, 4, 23, 30), (2026, 4, 5, 23, 45), 1),
        # What is past, and the turn of the year and of February.
        ((2026, 11, 20, 9, 0), (2026, 11, 19, 23, 0), -1),
        ((2026, 12, 31, 23, 0), (2027, 1, 1, 1, 0), 1),
        ((2028, 2, 28, 12, 0), (2028, 3, 1, 12, 0), 2),
    ],
)
def test_days_are_counted_by_the_calendar(clock, now, then, days):
    clock(*now)

    assert days_until(datetime(*then, tzinfo=AUCKLAND)) == days
    assert days_until(datetime(*then, tzinfo=AUCKLAND).astimezone(UTC)) == days
    assert days_until(date(*then[:3])) == days


def test_another_zone_has_days_of_its_own(clock):
    """At half past midnight in Auckland it is still yesterday in Sydney."""
    clock(2026, 11, 21, 0, 30)
    end = datetime(2026, 11, 21, 12, 0, tzinfo=AUCKLAND)

    assert days_until(end) == 0
    assert days_until(end, SYDNEY) == 1
    with timezone.override(SYDNEY):
        assert days_until(end) == 1
        assert days_until(date(2026, 11, 21)) == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Closes today"),
        (1, "Closes tomorrow"),
        (2, "Closes in 2 days"),
        (30, "Closes in 30 days"),
    ],
)
def test_they_are_told_in_words(days, words):
    assert closes_in(days) == words


@pytest.mark.parametrize(
    ("begun", "days", "end"),
    [
        ((2026, 11, 20, 9, 0), 1, (2026, 11, 21, 9, 0)),
        ((2026, 9, 20, 9, 0), 7, (2026, 9, 27, 9, 0)),
        ((2026, 9, 26, 9, 0), 1, (2026, 9, 27, 9, 0)),
        ((2026, 4, 4, 9, 0), 1, (2026, 4, 5, 9, 0)),
        ((2026, 1, 31, 0, 0), 366, (2027, 2, 1, 0, 0)),
        # Half past two is left out that night: it ends an hour later by the new clock.
        ((2026, 9, 26, 2, 30), 1, (2026, 9, 27, 3, 30)),
    ],
)
def test_days_later_it_is_the_same_time_of_day(begun, days, end):
    later = days_later(datetime(*begun, tzinfo=AUCKLAND), days)

    assert later == datetime(*end, tzinfo=AUCKLAND).astimezone(UTC)
    assert later.utcoffset() == timedelta(0)
