"""When somebody is on duty: hours of the week, dates that differ, days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from communities import services as communities
from communities.models import Membership
from core.days import site_today
from moderation.duty import rota
from moderation.duty.cover import cover_at, joined, moment, stretches
from moderation.duty.models import DayHours, WeeklyHours
from tests.factories.communities import CommunityFactory
from tests.factories.duty import here, on_duty

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


def weekly(harbour, person, weekday: int, begins: int, ends: int) -> WeeklyHours:
    return rota.add_hours(
        community=harbour,
        facilitator=person,
        weekday=weekday,
        begins=time(begins),
        ends=time(ends),
    )


def test_somebody_is_on_duty_from_the_first_minute_to_the_last_and_not_after(
    harbour, facilitator, second
):
    weekly(harbour, facilitator, 0, 9, 12)
    weekly(harbour, second, 0, 11, 17)
    weekly(harbour, second, 2, 9, 12)

    assert not cover_at(harbour.pk, here(2026, 11, 30, 8, 59))
    for clock, people in (
        ((9, 0), {facilitator.pk}),
        ((11, 0), {facilitator.pk, second.pk}),
        ((12, 0), {second.pk}),
    ):
        cover = cover_at(harbour.pk, here(2026, 11, 30, *clock))
        assert cover.people == people
        assert cover.until == here(2026, 11, 30, 17)
        assert cover.next == here(2026, 12, 2, 9)
    over = cover_at(harbour.pk, here(2026, 11, 30, 17))
    assert (over.people, over.until, over.next) == (frozenset(), None, here(2026, 12, 2, 9))


def test_who_asks_is_not_the_one_on_duty_for_themself(harbour, facilitator, second):
    weekly(harbour, facilitator, 0, 9, 12)
    weekly(harbour, second, 1, 9, 12)

    cover = cover_at(harbour.pk, here(2026, 11, 30, 10), {facilitator.pk})

    assert not cover
    assert cover.next == here(2026, 12, 1, 9)


def test_a_date_goes_before_the_week_for_its_person_alone(harbour, facilitator, second, clock):
    clock(here(2026, 11, 29, 12))
    for person in (facilitator, second):
        weekly(harbour, person, 0, 9, 12)
    rota.set_day(community=harbour, facilitator=facilitator, day=MONDAY)
    rota.set_day(
        community=harbour,
        facilitator=second,
        day=MONDAY + timedelta(days=1),
        begins=time(20),
        ends=time(0),
    )

    found = stretches(harbour.pk, MONDAY, 8)

    assert [(each.begins, each.ends, each.person) for each in found] == [
        (here(2026, 11, 30, 9), here(2026, 11, 30, 12), second.pk),
        (here(2026, 12, 1, 20), here(2026, 12, 2, 0), second.pk),
        *[
            (here(2026, 12, 7, 9), here(2026, 12, 7, 12), pk)
            for pk in sorted((facilitator.pk, second.pk))
        ],
    ]
    rota.remove_day(day=DayHours.objects.get(facilitator=facilitator))
    assert cover_at(harbour.pk, here(2026, 11, 30, 10)).people == {facilitator.pk, second.pk}


def test_a_night_is_two_rows_and_one_span(harbour, facilitator):
    weekly(harbour, facilitator, 0, 22, 0)
    weekly(harbour, facilitator, 1, 0, 6)

    assert cover_at(harbour.pk, here(2026, 11, 30, 23)).until == here(2026, 12, 1, 6)


@pytest.mark.parametrize(
    ("day", "begins", "ends", "hours"),
    [
        # Clocks go from 2:00 to 3:00 on 27 September, and from 3:00 to 2:00 on 4 April.
        (date(2026, 9, 27), time(0), time(0), 23),
        (date(2027, 4, 4), time(0), time(0), 25),
        (date(2026, 9, 27), time(1), time(4), 2),
        (date(2026, 9, 27), time(2), time(3), 0),
        (date(2026, 9, 27), time(1), time(2, 30), 1.5),
        (date(2027, 4, 4), time(1), time(2, 30), 2.5),
        (date(2027, 4, 4), time(2, 30), time(4), 2.5),
        (date(2027, 4, 4), time(2, 15), time(2, 30), 1.25),
        (MONDAY, time(9), time(17), 8),
    ],
    ids=str,
)
def test_on_days_when_clocks_change_hours_are_those_of_the_clock(day, begins, ends, hours):
    length = moment(day, ends, is_end=True) - moment(day, begins)

    assert length == timedelta(hours=hours)


def test_hours_that_do_not_come_are_nobodys(harbour, facilitator):
    weekly(harbour, facilitator, 6, 2, 3)

    assert stretches(harbour.pk, date(2026, 9, 27), 1) == []
    [stretch] = stretches(harbour.pk, date(2026, 10, 4), 1)
    assert stretch.begins == datetime(2026, 10, 3, 13, tzinfo=UTC)


def test_the_hours_of_who_does_not_facilitate_then_are_nobodys(harbour, facilitator, second):
    today = site_today()
    on_duty(harbour, facilitator, second)
    Membership.objects.filter(member=facilitator).update(facilitator_until=today)
    second.is_active = False
    second.save()

    found = stretches(harbour.pk, today, 3)

    assert [each.person for each in found] == [facilitator.pk]


def test_who_steps_down_leaves_the_rota_of_this_community_alone(harbour, facilitator, second):
    inland = CommunityFactory(
        title="Inland", parent=harbour.get_parent(), facilitators=[facilitator]
    )
    on_duty(inland, facilitator)
    on_duty(harbour, facilitator, second)
    rota.set_day(community=harbour, facilitator=facilitator, day=site_today())

    communities.dismiss_facilitator(community=harbour, member=facilitator)

    assert not DayHours.objects.exists()
    left = set(WeeklyHours.objects.values_list("community", "facilitator"))
    assert left == {(harbour.pk, second.pk), (inland.pk, facilitator.pk)}


@pytest.mark.parametrize(("begins", "ends"), [(12, 9), (9, 9)])
def test_hours_end_after_they_begin(harbour, facilitator, begins, ends):
    with pytest.raises(ValidationError):
        weekly(harbour, facilitator, 0, begins, ends)
    with pytest.raises(ValidationError):
        rota.set_day(
            community=harbour,
            facilitator=facilitator,
            day=site_today(),
            begins=time(begins),
            ends=time(ends),
        )
    assert not WeeklyHours.objects.exists()


def test_hours_do_not_lie_over_others_of_the_same_person_and_day(harbour, facilitator, second):
    row = weekly(harbour, facilitator, 0, 9, 12)
    assert weekly(harbour, facilitator, 0, 9, 12) == row
    for begins, ends in ((8, 10), (10, 11), (11, 0), (8, 0)):
        with pytest.raises(ValidationError):
            weekly(harbour, facilitator, 0, begins, ends)
    weekly(harbour, facilitator, 0, 12, 0)
    weekly(harbour, facilitator, 1, 8, 10)
    weekly(harbour, second, 0, 8, 10)

    assert WeeklyHours.objects.count() == 4


def test_only_who_facilitates_is_put_on_duty(harbour, author, elsewhere):
    for person in (author, elsewhere):
        with pytest.raises(ValidationError):
            weekly(harbour, person, 0, 9, 12)
        with pytest.raises(ValidationError):
            rota.set_day(community=harbour, facilitator=person, day=site_today())


def test_half_a_date_and_a_date_that_is_over_are_refused(harbour, facilitator):
    today = site_today()
    for said in (
        {"day": today, "begins": time(9)},
        {"day": today, "ends": time(9)},
        {"day": today - timedelta(days=1)},
    ):
        with pytest.raises(ValidationError):
            rota.set_day(community=harbour, facilitator=facilitator, **said)
    assert not DayHours.objects.exists()


def test_the_last_word_about_a_date_holds(harbour, facilitator):
    today = site_today()
    rota.set_day(community=harbour, facilitator=facilitator, day=today)
    rota.set_day(
        community=harbour, facilitator=facilitator, day=today, begins=time(9), ends=time(10)
    )

    assert DayHours.objects.get().begins == time(9)


def test_stretches_that_touch_are_one_span(harbour, facilitator, second):
    on_duty(harbour, facilitator, begins=time(9), ends=time(12))
    on_duty(harbour, second, begins=time(12), ends=time(15))

    spans = joined(stretches(harbour.pk, MONDAY, 2))

    assert spans == [
        (here(2026, 11, 30, 9), here(2026, 11, 30, 15)),
        (here(2026, 12, 1, 9), here(2026, 12, 1, 15)),
    ]
