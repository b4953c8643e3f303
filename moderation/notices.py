"""What is told of reports and limits. In mail nothing stands of them, not even with details."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import User
from moderation.access import (
    can_read_answer,
    people_who_decide,
    who_decides,
    whom_it_concerns,
)
from moderation.enums import State
from moderation.models import Limit, Report
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, each, register, who_holds_rights
from notifications.services import mark_read, notify

WAITS = "report_waits"
ANSWER = "report_answer"
LIMITED = "limit_set"


def _reports(keys: Collection[int]) -> dict[int, Report]:
    return Report.objects.in_bulk(keys)


def _may_take(pairs: Sequence[Pair]) -> list[bool]:
    """Those to whom it falls see it while nobody has taken it."""
    decides = who_decides(pairs)
    return [
        may and report.state == State.OPEN
        for may, (_person, report) in zip(decides, pairs, strict=True)
    ]


register(
    Kind(
        name=WAITS,
        title=_("Somebody reports something that I look after"),
        group=Group.COMMUNITIES,
        default=Reach.DAILY,
        find=_reports,
        may_see=_may_take,
        link=lambda report: report.get_absolute_url(),
        offered_to=who_holds_rights,
    )
)
register(
    Kind(
        name=ANSWER,
        title=_("An answer about something that was reported"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        breaks_silence=True,
        find=_reports,
        may_see=each(lambda person, report: report.is_closed and can_read_answer(person, report)),
        link=lambda report: reverse("moderation:answer", args=[report.key]),
    )
)


def _limits(keys: Collection[int]) -> dict[int, Limit]:
    return Limit.objects.in_force(timezone.now()).select_related("community").in_bulk(keys)


register(
    Kind(
        name=LIMITED,
        title=_("I may not write in a community for a while"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        breaks_silence=True,
        find=_limits,
        may_see=each(lambda person, limit: limit.member_id == person.pk),
        link=lambda limit: reverse("moderation:limit", args=[limit.key]),
    )
)


def tell_limited(limit: Limit) -> None:
    notify([limit.member_id], kind=LIMITED, about=limit)


def limit_seen(limit: Limit, reader: Any) -> None:
    if getattr(reader, "unread_notifications", None):
        found = mark_read(member=reader, kind=LIMITED, about_id=limit.pk)
        reader.unread_notifications -= found


def tell_carers(report: Report) -> None:
    """Tell all to whom the report falls that something waits."""
    people: list[User] = list(people_who_decide(report))
    notify(people, kind=WAITS, about=report, occasion=_now())


def tell_both_sides(report: Report, by: Any) -> None:
    """Tell who sent it, and its author if something is said to them; nobody learns from whom."""
    people = {report.reporter_id}
    if report.to_author:
        people |= whom_it_concerns([report])[report.pk]
    notify([pk for pk in people if pk], kind=ANSWER, about=report, occasion=_now())


def seen(kind: str, report: Report, reader: Any) -> None:
    """Note that the reader has the report before them; the count in the header is right at once."""
    if getattr(reader, "unread_notifications", None):
        reader.unread_notifications -= mark_read(member=reader, kind=kind, about_id=report.pk)


def _now() -> str:
    return f"{timezone.now():%Y-%m-%dT%H:%M:%S.%f}"
