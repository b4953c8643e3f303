"""Where and when things reach people: the one place that resolves what they chose."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from notifications.enums import Reach
from notifications.kinds import Kind
from notifications.models import Choice, Preferences

EVERY_DAY = frozenset(range(7))

Days = Callable[[Collection[Any]], Mapping[int, frozenset[int]]]
_working_days: list[Days] = []


def working_days(function: Days) -> Days:
    """Register a source of people's working days (Monday is 0), one query for any number."""
    _working_days.append(function)
    return function


Muting = Callable[[Collection[int], int], Collection[int]]
_muted: list[Muting] = []


def muted_by(function: Muting) -> Muting:
    """Register what finds, among these people, those who want to hear nothing of a topic; one
    query for any number."""
    _muted.append(function)
    return function


def community_scope(pk: int) -> str:
    return f"community:{pk}"


def topic_scope(pk: int) -> str:
    return f"topic:{pk}"


def reach_of(
    members: Iterable[int], kind: Kind, *, community: int | None = None, topic: int | None = None
) -> dict[int, Reach]:
    """Where the kind reaches each of these people, by their keys; one query for any number.

    A choice for the topic goes before one for the community, that before one for the whole
    site; in each, one for this kind before one for all kinds. Who muted the topic hears nothing of
    it, whatever they chose, of kinds that can be muted.
    """
    members = list(members)
    if not kind.can_switch_off:
        return dict.fromkeys(members, kind.default)
    silent = (
        {pk for ask in _muted for pk in ask(members, topic)}
        if topic and members and kind.can_be_muted
        else set()
    )
    order = _order(kind, community, topic)
    scopes = {scope for scope, _name in order}
    said: dict[int, dict[tuple[str, str], str]] = {}
    rows = Choice.objects.filter(member__in=members, scope__in=scopes, kind__in=(kind.name, ""))
    for member, scope, name, reach in rows.values_list("member", "scope", "kind", "reach"):
        said.setdefault(member, {})[scope, name] = reach
    return {
        member: Reach.OFF if member in silent else _first(order, said.get(member, {}), kind.default)
        for member in members
    }


def mailed_of(
    member: Any, kinds: Collection[Kind], places: Iterable[tuple[int | None, int | None]]
) -> list[bool]:
    """Whether any of these kinds reaches this person by mail, for each pair of a community and a
    topic; one query for any number."""
    rows = Choice.objects.filter(member=member, kind__in=["", *(kind.name for kind in kinds)])
    said = {(row.scope, row.kind): row.reach for row in rows}
    return [
        any(_first(_order(kind, *place), said, kind.default).by_mail for kind in kinds)
        for place in places
    ]


def _order(kind: Kind, community: int | None, topic: int | None) -> list[tuple[str, str]]:
    """Where it is asked for what was chosen, the narrowest first."""
    scopes = [
        *([topic_scope(topic)] if topic else []),
        *([community_scope(community)] if community else []),
        "",
    ]
    return [(scope, name) for scope in scopes for name in (kind.name, "")]


def _first(
    order: list[tuple[str, str]], said: Mapping[tuple[str, str], str], default: Reach
) -> Reach:
    return next((Reach(said[place]) for place in order if place in said), default)


@dataclass(frozen=True)
class Hours:
    """When mail may come: on which days of the week (Monday is 0), and between which times."""

    quiet_from: time = time(20)
    quiet_until: time = time(7)
    days: frozenset[int] = EVERY_DAY
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(settings.TIME_ZONE))

    def are_quiet(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return local.weekday() not in self.days or self._is_quiet(local.time())

    def _is_quiet(self, at: time) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until

    def next_start(self, after: datetime, days: Collection[int]) -> datetime:
        """The first end of the quiet hours after this moment that falls on one of these days."""
        today = after.astimezone(self.zone).date()
        starts = (
            datetime.combine(today + timedelta(days=number), self.quiet_until, self.zone)
            for number in range(9)
        )
        return next(
            start.astimezone(UTC)
            for start in starts
            if start.weekday() in days and start.astimezone(UTC) > after
        )


def hours_of(members: Collection[Any]) -> dict[int, Hours]:
    """The hours of each of these people, by their keys, in two queries for any number."""
    days = {pk: on for ask in _working_days for pk, on in ask(members).items()}
    chosen = {row.pk: row for row in Preferences.objects.filter(member__in=members)}
    return {
        pk: _hours(chosen.get(pk) or Preferences(), days.get(pk, frozenset()))
        for pk in (getattr(member, "pk", member) for member in members)
    }


def _hours(chosen: Preferences, days: frozenset[int]) -> Hours:
    return Hours(
        chosen.quiet_from,
        chosen.quiet_until,
        days if days and chosen.waits_for_working_days else EVERY_DAY,
        ZoneInfo(chosen.time_zone or settings.TIME_ZONE),
    )


def due_at(hours: Hours, now: datetime, reach: Reach) -> datetime | None:
    """When the mail may leave; None where there is none.

    At once, unless it is a day off or a quiet hour: then when the next working day starts. A
    daily digest leaves at that time, a weekly one on the week's first working day.
    """
    if not reach.by_mail:
        return None
    if reach == Reach.AT_ONCE and not hours.are_quiet(now):
        return now
    days = {min(hours.days)} if reach == Reach.WEEKLY else hours.days
    return hours.next_start(now, days)
