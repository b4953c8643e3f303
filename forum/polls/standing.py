"""How a poll stands, for one reader."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db.models import Exists, OuterRef, Value
from machina.core.db.models import get_model

from core.figures import is_told
from forum.authors import is_named
from forum.polls.closing import closing, is_closed
from forum.polls.enums import Kind, Shows
from forum.polls.models import HasVoted, NamedChoice, PollRules

TopicPollOption = get_model("forum_polls", "TopicPollOption")

MOST_NAMED = 100
"""Choices with names that are shown of one poll."""


class Seen(Enum):
    """What the reader sees of the result, and why not."""

    NOT_HERE = "not_here"
    LATER = "later"
    FEW = "few"
    SHOWN = "shown"


@dataclass
class Line:
    """One option. ``picked`` and ``place`` are what somebody chose who has to look again."""

    pk: int
    text: str
    points: int = 0
    percent: int = 0
    rank: int = 0
    names: list[str] = field(default_factory=list)
    picked: bool = False
    place: int = 0


@dataclass
class Stand:
    """``lines`` in the order in which they are offered; ``ranking`` is that of the result."""

    rules: PollRules
    seen: Seen
    lines: list[Line]
    voters: int
    closes: str
    is_closed: bool
    is_to_date: bool
    """Whether every vote is in what is shown: else it moves on with every six."""
    has_voted: bool

    @property
    def is_shown(self) -> bool:
        return self.seen is Seen.SHOWN

    @property
    def ranking(self) -> list[Line]:
        return sorted(self.lines, key=lambda line: line.rank)

    @property
    def in_result(self) -> list[Line]:
        """As the result stands: in order where that is the result, else as offered."""
        is_order = self.rules.result_only or self.rules.kind == Kind.RANKED
        return self.ranking if is_order else self.lines

    @property
    def middle(self) -> str:
        """Of a scale: the step that has as many votes below as above it."""
        before, all_of_them = 0, sum(line.points for line in self.lines)
        for line in self.lines:
            before += line.points
            if 2 * before >= all_of_them:
                return line.text
        return ""

    @property
    def places(self) -> range:
        return range(1, len(self.lines) + 1)


def stand_of(poll: Any, reader: Any) -> Stand:
    """How the poll stands: one query; one more for the names where there are any."""
    rules, closed = poll.rules, is_closed(poll)
    options = TopicPollOption.objects.filter(poll=poll).select_related("tally").order_by("pk")
    mine = HasVoted.objects.filter(poll=OuterRef("poll"), member=reader.pk, token=None)
    is_known = is_named(reader)
    rows = list(options.annotate(has_voted=Exists(mine) if is_known else Value(False)))
    to_date = closed or rules.with_names
    voters = rules.voters if to_date else rules.shown_voters
    stand = Stand(
        rules=rules,
        seen=_seen(rules, is_known=is_known, closed=closed, voters=voters),
        lines=[Line(pk=row.pk, text=row.text) for row in rows],
        voters=voters,
        closes=closing(poll),
        is_closed=closed,
        is_to_date=to_date,
        has_voted=any(row.has_voted for row in rows),
    )
    if stand.is_shown:
        _add_result(stand, rows)
    return stand


def _seen(rules: PollRules, *, is_known: bool, closed: bool, voters: int) -> Seen:
    if not is_known:
        return Seen.NOT_HERE
    if rules.shows == Shows.AT_CLOSE and not closed:
        return Seen.LATER
    return Seen.SHOWN if is_told(voters) else Seen.FEW


def _add_result(stand: Stand, rows: list[Any]) -> None:
    is_ranked = stand.rules.kind == Kind.RANKED
    most = stand.voters * (len(rows) if is_ranked else 1)
    for line, row in zip(stand.lines, rows, strict=True):
        tally = getattr(row, "tally", None)
        if tally:
            line.points = tally.points if stand.is_to_date else tally.shown_points
        line.percent = round(100 * line.points / most)
    for line in stand.lines:
        line.rank = 1 + sum(other.points > line.points for other in stand.lines)
    if stand.rules.with_names and not stand.rules.result_only:
        _add_names(stand)


def _add_names(stand: Stand) -> None:
    lines = {line.pk: line for line in stand.lines}
    chosen = NamedChoice.objects.filter(option__in=lines).order_by("place", "pk")
    for option, name in chosen.values_list("option", "member__display_name")[:MOST_NAMED]:
        lines[option].names.append(name)
