"""When somebody is on duty in a community, from the hours of its facilitators.

Hours are times of the clock in the site's zone. When clocks go back, hours that come twice are both
covered; when they go forward, a time that does not come is read as if they had not gone yet.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from communities.models import Membership
from moderation.duty.models import DayHours, WeeklyHours

AHEAD = 14
"""Days that are looked through for the next hours."""
SHOWN = 7
Row = list[Any]
"""From, until, and the last day of a term."""


@dataclass(frozen=True)
class Stretch:
    """Hours of one person on one day, as moments."""

    begins: datetime
    ends: datetime
    person: int


@dataclass(frozen=True)
class Cover:
    """Who is on duty at a moment, until when somebody is without a gap, and when somebody is
    again."""

    people: frozenset[int] = frozenset()
    until: datetime | None = None
    next: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.people)


def moment(day: date, clock: time, *, is_end: bool = False) -> datetime:
    """That time on the site's clock. Of one that comes twice hours begin at the first and end at
    the second; an end at 0:00 is that of the day."""
    if is_end and clock == time(0):
        day += timedelta(days=1)
    there = datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())
    first, second = (there.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return max(first, second) if is_end else first


def stretches(
    community: int, first: date, days: int, without: Collection[int | None] = ()
) -> list[Stretch]:
    """The duty hours of so many days, by their beginning. Those of people who do not facilitate
    then are nobody's. Two queries."""
    wanted = [first + timedelta(days=n) for n in range(days)]
    weekly: dict[tuple[int, int], list[Row]] = {}
    for person, weekday, *row in _held(WeeklyHours, community, "weekday"):
        weekly.setdefault((person, weekday), []).append(row)
    on_days = {
        (person, day): [row]
        for person, day, *row in _held(DayHours, community, "day", day__range=(first, wanted[-1]))
    }
    people = {person for person, _when in (*weekly, *on_days)}.difference(without)
    found = []
    for person, day in ((person, day) for person in people for day in wanted):
        rows = on_days.get((person, day)) or weekly.get((person, day.weekday()), [])
        for begins, ends, last in rows:
            if begins is None or (last is not None and day > last):
                continue
            stretch = Stretch(moment(day, begins), moment(day, ends, is_end=True), person)
            if stretch.begins < stretch.ends:
                found.append(stretch)
    return sorted(found, key=lambda each: (each.begins, each.ends, each.person))


def _held(model: Any, community: int, when: str, **which: Any) -> Iterable[tuple[Any, ...]]:
    """Hours of today's facilitators: whose, when, from, until, and the last day of their term."""
    rows = Membership.objects.facilitators().filter(community=community, member__is_active=True)
    held = model.objects.filter(
        community=community, facilitator__memberships__in=rows.order_by(), **which
    )
    values = ("facilitator", when, "begins", "ends", "facilitator__memberships__facilitator_until")
    return held.values_list(*values)


def facilitating(community: int) -> dict[int, date | None]:
    """The community's facilitators who may sign in, each with the last day of their term."""
    rows = Membership.objects.facilitators().filter(community=community, member__is_active=True)
    return dict(rows.order_by("member__folded_name").values_list("member", "facilitator_until"))


def joined(all_hours: Iterable[Stretch]) -> list[tuple[datetime, datetime]]:
    """From when to when somebody is on duty without a gap; the stretches come by their
    beginning."""
    spans: list[tuple[datetime, datetime]] = []
    for each in all_hours:
        if spans and each.begins <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], each.ends))
        else:
            spans.append((each.begins, each.ends))
    return spans


def cover_at(community: int, now: datetime, without: Collection[int | None] = ()) -> Cover:
    """The cover at this moment, but for those people; ``next`` is within two weeks."""
    return _cover(_from_today(community, now, without), now)


def cover_shown(community: int, now: datetime) -> tuple[Cover, list["Hours"]]:
    """The cover at this moment, and the hours of the next days, for no more queries."""
    hours = _from_today(community, now)
    return _cover(hours, now), _by_day(hours, _today(now))


def _today(now: datetime) -> date:
    return timezone.localdate(now, timezone.get_default_timezone())


def _from_today(
    community: int, now: datetime, without: Collection[int | None] = ()
) -> list[Stretch]:
    return stretches(community, _today(now), AHEAD + 1, without)


def _cover(hours: list[Stretch], now: datetime) -> Cover:
    spans = joined(hours)
    return Cover(
        people=frozenset(each.person for each in hours if each.begins <= now < each.ends),
        until=next((ends for begins, ends in spans if begins <= now < ends), None),
        next=next((begins for begins, _ends in spans if begins > now), None),
    )


@dataclass(frozen=True)
class Hours:
    """From when to when somebody is on duty on one day; whose it is, where that is asked."""

    day: date
    begins: datetime
    ends: datetime
    person: int | None = None

    @property
    def is_all_day(self) -> bool:
        return (self.begins, self.ends) == (
            moment(self.day, time(0)),
            moment(self.day, time(0), is_end=True),
        )


def _by_day(hours: list[Stretch], first: date) -> list[Hours]:
    """When somebody is on duty, day by day, and never who."""
    wanted = [first + timedelta(days=n) for n in range(SHOWN)]
    bounds = [(day, moment(day, time(0)), moment(day, time(0), is_end=True)) for day in wanted]
    spans = joined(hours)
    return [
        Hours(day, max(begins, midnight), min(ends, end))
        for day, midnight, end in bounds
        for begins, ends in spans
        if begins < end and midnight < ends
    ]


def rota_of(community: int, first: date, days: int = SHOWN) -> list[Hours]:
    """Who is on duty when, day by day."""
    zone = timezone.get_default_timezone()
    return [
        Hours(timezone.localdate(each.begins, zone), each.begins, each.ends, each.person)
        for each in stretches(community, first, days)
    ]
