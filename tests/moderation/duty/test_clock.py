"""The ladder by the clock: nothing that is grave waits longer than it may."""

import contextlib
from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Membership
from members.models import User
from moderation.duty import climbing, rota, services, tasks
from moderation.duty.cover import cover_at
from moderation.duty.enums import Deed, Level, State, Told
from moderation.duty.models import DutyItem
from notifications.models import Notification
from tests.factories.communities import CommunityFactory
from tests.factories.duty import HALF_AN_HOUR, AskedFactory, OpenedFactory, here, on_duty
from tests.factories.members import UserFactory
from work import clock as work_clock
from work.schedule import jobs

pytestmark = pytest.mark.django_db
NOON = here(2026, 12, 2, 12)
MINUTE = timedelta(minutes=1)


def told(kind: str = "duty_now") -> set[User]:
    """Who has one of this kind that they have not read."""
    return {row.recipient for row in Notification.objects.unread().filter(kind=kind)}


def at(clock, moment: datetime) -> None:
    clock(moment)
    tasks.watch_duty.call()


def now(item: DutyItem) -> tuple[int, datetime | None]:
    item.refresh_from_db()
    return item.told, item.due_at


def test_who_is_on_duty_is_told_at_once_then_the_others_then_the_coordinators(
    harbour, facilitator, second, author, coordinator, clock
):
    on_duty(harbour, facilitator)
    clock(NOON)

    item = AskedFactory(community=harbour, member=author)

    assert now(item) == (Told.ON_DUTY, NOON + HALF_AN_HOUR)
    assert told() == {facilitator}
    at(clock, NOON + HALF_AN_HOUR - MINUTE)
    assert told() == {facilitator}
    at(clock, NOON + HALF_AN_HOUR)
    assert now(item) == (Told.FACILITATORS, NOON + 2 * HALF_AN_HOUR)
    assert told() == {facilitator, second}
    assert not DutyItem.objects.falling_to(coordinator).exists()
    at(clock, NOON + 2 * HALF_AN_HOUR)
    assert now(item) == (Told.COORDINATORS, None)
    assert told() == {facilitator, second, coordinator}
    assert DutyItem.objects.falling_to(coordinator).get() == item
    assert item.steps.filter(deed=Deed.TOLD).count() == 2


def test_what_was_taken_climbs_no_more_and_calls_nobody(harbour, facilitator, second, asked, clock):
    clock(NOON)
    on_duty(harbour, facilitator)
    climbing.begin(asked)
    beside = AskedFactory(community=harbour, member=second)
    services.take(item=asked, by=facilitator)

    at(clock, NOON + HALF_AN_HOUR)

    assert now(asked)[1] is None
    assert now(beside)[0] != Told.ON_DUTY
    assert not Notification.objects.unread().filter(about_id=asked.pk, kind="duty_now").exists()


def test_when_the_hours_end_first_the_others_are_told_and_the_author_that_nobody_is_there(
    harbour, facilitator, second, author, clock
):
    on_duty(harbour, facilitator, begins=time(9), ends=time(12, 10))
    clock(NOON)
    item = AskedFactory(community=harbour, member=author)
    assert now(item)[1] == NOON + timedelta(minutes=10)

    at(clock, NOON + timedelta(minutes=10))

    assert now(item)[0] == Told.FACILITATORS
    assert told() == {facilitator, second}
    assert told("duty_answer") == {author}


def test_outside_duty_hours_it_waits_for_the_next_and_calls_nobody_until_then(
    harbour, facilitator, second, author, clock
):
    on_duty(harbour, facilitator, begins=time(14), ends=time(16))
    clock(NOON)

    item = AskedFactory(community=harbour, member=author)

    assert now(item) == (Told.NOBODY, here(2026, 12, 2, 14))
    assert told() == set()
    assert told("duty_waits") == {facilitator, second}
    at(clock, here(2026, 12, 2, 14))
    assert now(item) == (Told.ON_DUTY, here(2026, 12, 2, 14, 30))
    assert told() == {facilitator}


def test_without_any_hours_all_facilitators_are_told_at_once(
    harbour, facilitator, second, author, coordinator, clock
):
    clock(NOON)

    item = AskedFactory(community=harbour, member=author)

    assert now(item) == (Told.FACILITATORS, NOON + HALF_AN_HOUR)
    assert told() == {facilitator, second}
    at(clock, NOON + HALF_AN_HOUR)
    assert now(item) == (Told.COORDINATORS, None)
    assert coordinator in told()


def test_what_is_not_high_calls_nobody_off_duty_and_what_is_low_no_coordinator(
    harbour, facilitator, second, coordinator, clock
):
    clock(NOON)
    on_duty(harbour, facilitator)
    low, medium = (
        OpenedFactory(community=harbour, by=facilitator, level=level)
        for level in (Level.LOW, Level.MEDIUM)
    )
    for n in (1, 2, 3):
        at(clock, NOON + n * HALF_AN_HOUR)

    assert now(low) == (Told.FACILITATORS, None)
    assert now(medium) == (Told.COORDINATORS, None)
    assert told() == set()
    assert told("duty_waits") == {second, coordinator}


def test_what_is_low_stays_with_a_facilitator_who_is_alone(
    harbour, facilitator, second, coordinator, clock
):
    Membership.objects.filter(member=second).update(is_facilitator=False)
    on_duty(harbour, facilitator)
    clock(NOON)
    low = OpenedFactory(community=harbour, level=Level.LOW)
    medium = OpenedFactory(community=harbour, level=Level.MEDIUM)

    at(clock, NOON + HALF_AN_HOUR)

    assert now(low) == (Told.FACILITATORS, None)
    assert now(medium) == (Told.COORDINATORS, None)


def test_whoever_opened_it_is_not_told_of_it(harbour, facilitator, second, clock):
    on_duty(harbour, facilitator, second)
    clock(NOON)
    OpenedFactory(community=harbour, by=facilitator, level=Level.HIGH)

    assert told() == {second}


def test_with_no_free_facilitator_coordinators_are_told_at_once(
    harbour, facilitator, second, coordinator, clock
):
    Membership.objects.filter(member=second).update(is_facilitator=False)
    on_duty(harbour, facilitator)
    clock(NOON)

    item = AskedFactory(community=harbour, member=facilitator)

    assert now(item) == (Told.COORDINATORS, None)
    assert told() == {coordinator}


def test_raised_it_is_told_anew(harbour, facilitator, second, coordinator, clock):
    on_duty(harbour, facilitator)
    clock(NOON)
    item = OpenedFactory(community=harbour, by=facilitator, level=Level.LOW)
    at(clock, NOON + HALF_AN_HOUR)
    assert told() == set()

    services.raise_level(item=item, by=facilitator, level=Level.HIGH)

    assert now(item) == (Told.FACILITATORS, NOON + 2 * HALF_AN_HOUR)
    assert told() == {second}
    at(clock, NOON + 2 * HALF_AN_HOUR)
    assert told() == {second, coordinator}
    assert services.raise_level(item=item, by=second, level=Level.LOW).level == Level.HIGH


def test_new_hours_are_looked_at_by_the_next_tick(harbour, facilitator, second, author, clock):
    on_duty(harbour, facilitator, begins=time(14), ends=time(16))
    clock(NOON)
    item = AskedFactory(community=harbour, member=author)
    rota.set_day(
        community=harbour,
        facilitator=second,
        day=NOON.date(),
        begins=time(11),
        ends=time(13),
    )

    at(clock, NOON + MINUTE)

    assert now(item)[0] == Told.ON_DUTY
    assert told() == {second}


def test_put_back_it_begins_anew(harbour, facilitator, second, asked, clock):
    on_duty(harbour, second)
    clock(NOON)
    services.take(item=asked, by=facilitator)
    services.put_back(item=asked, by=facilitator)

    assert now(asked) == (Told.ON_DUTY, NOON + HALF_AN_HOUR)
    assert told() == {second}


def test_a_task_done_twice_tells_nobody_twice(harbour, facilitator, second, asked, clock):
    on_duty(harbour, facilitator)
    clock(NOON)
    climbing.begin(asked)
    for _n in range(2):
        at(clock, NOON + HALF_AN_HOUR)

    assert now(asked)[0] == Told.FACILITATORS
    assert Notification.objects.filter(recipient=second, about_id=asked.pk).count() <= 2
    assert asked.steps.filter(deed=Deed.TOLD).count() == 1


def test_the_clock_orders_it_each_minute():
    [job] = [job for job in jobs() if job.task is tasks.watch_duty]
    first = here(2026, 12, 2, 12)

    assert job.every == MINUTE
    work_clock.tick(first)
    assert job.name in work_clock.tick(first + MINUTE)
    assert job.name not in work_clock.tick(first + MINUTE)


quarter = st.integers(0, 95)
shifts = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 6), quarter, quarter), max_size=6)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    shifts=shifts,
    opened=st.integers(0, 7 * 24 * 12),
    taken_after=st.none() | st.integers(0, 40),
    asks=st.booleans(),
)
def test_each_high_item_is_acknowledged_or_goes_up_in_its_time(
    shifts, opened, taken_after, asks, clock, db
):
    """Whatever the rota and the moment, over a day and at each of five minutes."""
    start = here(2026, 12, 7) + opened * timedelta(minutes=5)
    with transaction.atomic():
        clock(start)
        people = UserFactory.create_batch(3)
        community = CommunityFactory(facilitators=people)
        for person, weekday, begins, ends in shifts:
            hours = [time(each // 4, each % 4 * 15) for each in sorted((begins, ends))]
            if begins != ends:
                with transaction.atomic(), contextlib.suppress(ValidationError):
                    rota.add_hours(
                        community=community,
                        facilitator=people[person],
                        weekday=weekday,
                        begins=hours[0],
                        ends=hours[1],
                    )
        subject = people[0] if asks else UserFactory()
        item = AskedFactory(community=community, member=subject)
        without = {subject.pk}
        on_duty_for = waited = timedelta(0)
        for n in range(24 * 12):
            moment = start + n * timedelta(minutes=5)
            at(clock, moment)
            if n == taken_after:
                services.take(item=item, by=people[1])
            item.refresh_from_db()
            if item.state == State.TAKEN:
                assert item.due_at is None
                break
            cover = cover_at(community.pk, moment, without)
            if cover and item.told <= Told.ON_DUTY:
                assert item.told == Told.ON_DUTY
                assert on_duty_for < HALF_AN_HOUR
                on_duty_for += timedelta(minutes=5)
            elif item.told <= Told.ON_DUTY:
                assert item.told == Told.NOBODY
                assert on_duty_for == timedelta(0)
                assert cover.next == item.due_at
            if item.told == Told.FACILITATORS:
                assert waited < HALF_AN_HOUR
                waited += timedelta(minutes=5)
        if item.state == State.OPEN and (on_duty_for or not cover_at(community.pk, start).next):
            assert item.told >= Told.ON_DUTY
        transaction.set_rollback(True)
