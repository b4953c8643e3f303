"""Making letters of the notifications whose mail is due: one for each member and rhythm."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from members.models import User
from notifications.choices import due_at, hours_of
from notifications.enums import Reach
from notifications.kinds import essential_kinds
from notifications.mail.sending import send_letters
from notifications.models import Notification
from notifications.models.letters import Letter, Letterbox
from work import chunks
from work.each import together
from work.models import LongJob
from work.queue import enqueue

CHUNK = 1_000
"""Members whose letters are made in one transaction."""

DIGESTS = "digests"
LOST = timedelta(days=1)
RHYTHMS = (Reach.DAILY, Reach.WEEKLY)


@transaction.atomic
def make_letters(members: Collection[int], rhythms: Iterable[str], now: datetime) -> int:
    """Make the letters that are due for these members; says how many.

    Notifications and letters are claimed together, so none is mailed twice or not at all. As
    many queries for a thousand members as for one.
    """
    due = Notification.objects.due(now).filter(recipient__in=members, how__in=rhythms)
    if not due.update(mailed_at=now):
        return 0
    claimed = Notification.objects.filter(recipient__in=members, mailed_at=now, how__in=rhythms)
    essential = essential_kinds()
    wanted = {
        (member, rhythm, kind in essential)
        for member, rhythm, kind in claimed.order_by()
        .values_list("recipient", "how", "kind")
        .distinct()
    }
    Letterbox.objects.bulk_create(
        [Letterbox(member_id=pk) for pk in {member for member, *_rest in wanted}],
        ignore_conflicts=True,
    )
    Letter.objects.bulk_create(
        Letter(member_id=member, rhythm=rhythm, essential=matters, made_at=now, next_at=now)
        for member, rhythm, matters in sorted(wanted)
    )
    return len(wanted)


def due_for(*rhythms: str, now: datetime) -> QuerySet[User]:
    """The members with notifications whose mail is due."""
    due = Notification.objects.due(now).filter(how__in=rhythms)
    return User.objects.filter(pk__in=due.values("recipient"))


def pull_back(now: datetime) -> int:
    """Take notifications that claim to be of the future as told now: they would wait for as long as
    some clock ran ahead. Says how many; what is told this moment stays as it is."""
    pulled = 0
    while rows := _pull_some_back(now):
        pulled += rows
    return pulled


@transaction.atomic
def _pull_some_back(now: datetime) -> int:
    ahead = Notification.objects.ahead(now).select_for_update().order_by("pk")
    rows = list(ahead.only("recipient", "kind", "how")[:CHUNK])
    hours, essential = hours_of({row.recipient_id for row in rows}), essential_kinds()
    for row in rows:
        row.created_at = now
        row.mail_due_at = (
            now if row.kind in essential else due_at(hours[row.recipient_id], now, Reach(row.how))
        )
    return Notification.objects.bulk_update(rows, ["created_at", "mail_due_at"])


def make_letters_at_once(now: datetime) -> int:
    """Make the letters of all whose mail is due at once, in chunks that each commit."""
    made, last = 0, 0
    due = due_for(Reach.AT_ONCE, now=now).order_by("pk").values_list("pk", flat=True)
    while members := list(due.filter(pk__gt=last)[:CHUNK]):
        made += _make(members, [Reach.AT_ONCE], now)
        last = members[-1]
    return made


def _make(members: list[int], rhythms: Collection[str], now: datetime) -> int:
    """Make these members' letters; one whose letters cannot be made holds up no other."""
    made, _failed = together(
        members, lambda some: make_letters(some, rhythms, now), what="Making letters for member"
    )
    return sum(made)


def begin_digests(now: datetime) -> bool:
    """Begin to make the digests that are due, unless some are being made; whether any were due.

    While coordinators have stopped the making of digests, none begins. One that has not moved for a
    day is lost (its failed work was dropped), and holds up no other; nor does one that a clock far
    ahead has moved.
    """
    lately = Q(state=LongJob.State.RUNNING, moved_at__range=(now - LOST, now + LOST))
    unfinished = LongJob.objects.filter(lately | Q(state=LongJob.State.STOPPED), name=DIGESTS)
    if unfinished.exists() or not due_for(*RHYTHMS, now=now).exists():
        return False
    chunks.start(DIGESTS, key=f"{now:%Y-%m-%d %H:%M}", until=now.isoformat())
    return True


def members_of_digests(*, until: str) -> QuerySet[User]:
    return due_for(*RHYTHMS, now=datetime.fromisoformat(until)).only("pk")


@chunks.chunked(DIGESTS, rows=members_of_digests, size=CHUNK)
def make_digests(members: list[Any], *, until: str) -> None:
    """Letters of some members, and the order to send them: kept together or not at all."""
    if _make([member.pk for member in members], RHYTHMS, datetime.fromisoformat(until)):
        enqueue(send_letters)
