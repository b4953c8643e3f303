"""Whom it is told that an item waits, and when more are: the ladder, by the clock.

Who is on duty, for half an hour or until their hours end; then all facilitators; half an hour
later the coordinators. Outside duty hours it waits for the next ones; where there are none in two
weeks, it begins with the facilitators.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from moderation.duty.access import free_coordinators, free_facilitators, whom_it_is_about
from moderation.duty.cover import cover_at
from moderation.duty.enums import Deed, Level, State, Told
from moderation.duty.models import DutyItem, DutyStep
from moderation.duty.signals import item_climbed
from work.moment import database_now

PATIENCE = timedelta(minutes=30)


@transaction.atomic
def begin(item: DutyItem, now: datetime | None = None) -> None:
    """Tell of an item that begins to wait, or waits anew for others; whoever opened it knows."""
    now = now or database_now()
    cover = cover_at(item.community_id, now, whom_it_is_about(item))
    people: Collection[int]
    if cover.until:
        people, told = cover.people, Told.ON_DUTY
        due = min(now + PATIENCE, cover.until)
    elif cover.next:
        people, told, due = free_facilitators(item), Told.NOBODY, cover.next
    else:
        _to_facilitators(item, now, free_facilitators(item))
        return
    _write(item, told, due)
    item_climbed.send(sender=DutyItem, item=item, people=set(people), cover_is_over=False)


@transaction.atomic
def climb(item: DutyItem, now: datetime | None = None) -> bool:
    """Tell the next ones of an item that is due; False where somebody took it meanwhile. Done
    again, it finds an item that is not due."""
    now = now or database_now()
    found = DutyItem.objects.select_for_update(of=("self",)).due(now).filter(pk=item.pk).first()
    if found is None:
        return False
    if found.told == Told.NOBODY:
        begin(found, now)
        return True
    DutyStep.objects.create(item=found, deed=Deed.TOLD, at=now)
    if found.told == Told.ON_DUTY:
        cover = cover_at(found.community_id, now, whom_it_is_about(found))
        others = free_facilitators(found) - cover.people
        _to_facilitators(found, now, others, cover_is_over=not cover)
    else:
        _to_coordinators(found)
    return True


def anew(item: DutyItem, now: datetime | None = None) -> None:
    """Tell once more of an item that waits and is graver now; whoever knows of it still does."""
    now = now or database_now()
    if item.told <= Told.ON_DUTY:
        begin(item, now)
    elif item.told == Told.FACILITATORS:
        _to_facilitators(item, now, free_facilitators(item))
    else:
        _to_coordinators(item)


def look_again(community: int, now: datetime | None = None) -> None:
    """Let items that wait for duty hours be looked at anew: the hours are others now."""
    waiting = DutyItem.objects.filter(community=community, state=State.OPEN, told=Told.NOBODY)
    waiting.update(due_at=now or database_now())


def _to_facilitators(
    item: DutyItem, now: datetime, people: set[int], *, cover_is_over: bool = False
) -> None:
    goes_on = item.level > Level.LOW
    if not people and (goes_on or not free_facilitators(item)):
        _to_coordinators(item, cover_is_over=cover_is_over)
        return
    _write(item, Told.FACILITATORS, now + PATIENCE if goes_on else None)
    item_climbed.send(sender=DutyItem, item=item, people=people, cover_is_over=cover_is_over)


def _to_coordinators(item: DutyItem, *, cover_is_over: bool = False) -> None:
    people = free_coordinators(item)
    _write(item, Told.COORDINATORS, None)
    item_climbed.send(sender=DutyItem, item=item, people=people, cover_is_over=cover_is_over)


def _write(item: DutyItem, told: Told, due: datetime | None) -> None:
    item.told, item.due_at = told, due
    DutyItem.objects.filter(pk=item.pk).update(told=told, due_at=due)
