"""When somebody is on duty in a community, from the hours of its facilitators.

Hours are times of the clock in the site's zone. When clocks go back, hours that come twice are both
covered; when they go forward, a time that does not come is read as if they had not gone yet.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from communities.models import Membership
from moderation.duty.models import DayHours, WeeklyHours

AHEAD = 14
"""Days that are looked through for the next hours."""


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
    then are nobody's. Three queries."""
    until = facilitating(community)
    wanted = [first + timedelta(days=n) for n in range(days)]
    on_days: dict[tuple[int, date], DayHours] = {}
    for row in DayHours.objects.filter(community=community, day__in=(wanted)):
        on_days[row.facilitator_id, row.day] = row
    weekly: dict[tuple[int, int], list[WeeklyHours]] = {}
    for hours in WeeklyHours.objects.filter(community=community):
        weekly.setdefault((hours.facilitator_id, hours.weekday), []).append(hours)
    found = []
    for person, last in until.items():
        if person in without:
            continue
        for day in wanted:
            if last is not None and day > last:
                break
            other = on_days.get((person, day))
            rows: Iterable = [other] if other else weekly.get((person, day.weekday()), ())
            for row in rows:
                if row.begins is not None:
                    begins, ends = moment(day, row.begins), moment(day, row.ends, is_end=True)
                    if begins < ends:
                        found.append(Stretch(begins, ends, person))
    return sorted(found, key=lambda each: (each.begins, each.ends, each.person))


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
    today = timezone.localdate(now, timezone.get_default_timezone())
    hours = stretches(community, today, AHEAD + 1, without)
    spans = joined(hours)
    return Cover(
        people=frozenset(each.person for each in hours if each.begins <= now < each.ends),
        until=next((ends for begins, ends in spans if begins <= now < ends), None),
        next=next((begins for begins, _ends in spans if begins > now), None),
    )
