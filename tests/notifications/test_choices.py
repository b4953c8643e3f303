"""Where and when: what people chose, and the defaults where they did not."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from notifications.choices import Hours, due_at, hours_of, reach_of
from notifications.enums import Reach
from notifications.models import Choice, Preferences
from people.models import Profile
from tests.factories.members import UserFactory

AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize(
    ("said", "reach"),
    [
        ({}, "daily"),
        ({("", ""): "weekly"}, "weekly"),
        ({("", ""): "weekly", ("", "waved"): "site"}, "site"),
        ({("", "another"): "off"}, "daily"),
        ({("", "waved"): "site", ("community:3", ""): "off"}, "off"),
        ({("community:3", ""): "off", ("community:3", "waved"): "at_once"}, "at_once"),
        ({("community:4", ""): "off", ("topic:8", ""): "off"}, "daily"),
        ({("community:3", "waved"): "off", ("topic:7", ""): "at_once"}, "at_once"),
        ({("topic:7", ""): "off", ("topic:7", "waved"): "weekly"}, "weekly"),
    ],
)
def test_the_narrower_choice_goes_before_the_wider(kind, db, said, reach):
    chooser, other = UserFactory.create_batch(2)
    for (scope, name), where in said.items():
        Choice.objects.create(member=chooser, scope=scope, kind=name, reach=where)

    found = reach_of([chooser.pk, other.pk], kind, community=3, topic=7)

    assert found == {chooser.pk: Reach(reach), other.pk: Reach.DAILY}


def test_what_concerns_safety_cannot_be_switched_off(alarm, member):
    Choice.objects.create(member=member, reach=Reach.OFF)
    Choice.objects.create(member=member, kind="alarm", reach=Reach.OFF)

    assert reach_of([member.pk], alarm) == {member.pk: Reach.AT_ONCE}


@pytest.mark.parametrize("number", [1, 20])
def test_all_choices_are_found_at_once(kind, db, django_assert_num_queries, number):
    people = [person.pk for person in UserFactory.create_batch(number)]

    # Who muted the topic, and what was chosen.
    with django_assert_num_queries(2):
        reach_of(people, kind, community=3, topic=7)
    with django_assert_num_queries(2):
        hours_of(people)


WEEKDAYS = frozenset(range(5))
TUESDAYS_AND_THURSDAYS = frozenset({1, 3})


@pytest.mark.parametrize(
    ("days", "now", "reach", "due"),
    [
        # 2026-11-16 is a Monday.
        (WEEKDAYS, "2026-11-16 10:00", "at_once", "2026-11-16 10:00"),
        (WEEKDAYS, "2026-11-16 06:59", "at_once", "2026-11-16 07:00"),
        (WEEKDAYS, "2026-11-16 20:00", "at_once", "2026-11-17 07:00"),
        (WEEKDAYS, "2026-11-20 21:00", "at_once", "2026-11-23 07:00"),
        (WEEKDAYS, "2026-11-21 10:00", "at_once", "2026-11-23 07:00"),
        (TUESDAYS_AND_THURSDAYS, "2026-11-19 21:00", "at_once", "2026-11-24 07:00"),
        (WEEKDAYS, "2026-11-16 06:00", "daily", "2026-11-16 07:00"),
        (WEEKDAYS, "2026-11-16 07:00", "daily", "2026-11-17 07:00"),
        (WEEKDAYS, "2026-11-20 12:00", "daily", "2026-11-23 07:00"),
        (WEEKDAYS, "2026-11-16 06:00", "weekly", "2026-11-16 07:00"),
        (WEEKDAYS, "2026-11-16 08:00", "weekly", "2026-11-23 07:00"),
        (TUESDAYS_AND_THURSDAYS, "2026-11-16 08:00", "weekly", "2026-11-17 07:00"),
        (TUESDAYS_AND_THURSDAYS, "2026-11-18 08:00", "weekly", "2026-11-24 07:00"),
        (WEEKDAYS, "2026-11-16 10:00", "site", None),
        (WEEKDAYS, "2026-11-16 10:00", "off", None),
        # Clocks go forward on the night before Sunday 2026-09-27.
        (frozenset({6}), "2026-09-26 12:00", "daily", "2026-09-27 07:00"),
    ],
)
def test_mail_waits_for_the_next_working_day(days, now, reach, due):
    hours = Hours(days=days, zone=AUCKLAND)

    found = due_at(hours, local(now), Reach(reach))

    assert found == (due and local(due))


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "at", "quiet"),
    [
        (time(20), time(7), "2026-11-16 23:00", True),
        (time(1), time(6), "2026-11-16 23:00", False),
        (time(1), time(6), "2026-11-16 05:59", True),
        (time(7), time(7), "2026-11-16 03:00", False),
    ],
)
def test_quiet_hours_may_go_over_midnight_or_not_be(quiet_from, quiet_until, at, quiet):
    hours = Hours(quiet_from, quiet_until, zone=AUCKLAND)

    assert hours.are_quiet(local(at)) is quiet


def test_hours_are_made_of_working_days_and_preferences(db):
    silent, worker, traveller = UserFactory.create_batch(3)
    Profile.objects.update_or_create(user=worker, defaults={"working_days": ["mon", "thu"]})
    Profile.objects.update_or_create(user=traveller, defaults={"working_days": ["fri"]})
    Preferences.objects.create(
        member=traveller, waits_for_working_days=False, time_zone="Australia/Perth"
    )

    hours = hours_of([silent.pk, worker.pk, traveller.pk])

    assert hours[silent.pk] == Hours()
    assert hours[worker.pk] == Hours(days=frozenset({0, 3}))
    assert hours[traveller.pk] == Hours(zone=ZoneInfo("Australia/Perth"))


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=AUCKLAND).astimezone(UTC)
