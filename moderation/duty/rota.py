"""Keeping the rota: who is on duty in which hours of the week, and on which dates otherwise."""

from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from core.days import site_today
from moderation.duty import climbing
from moderation.duty.cover import facilitating
from moderation.duty.models import DayHours, WeeklyHours

ENDS_BEFORE = _(
    "These hours end before they begin. For a night, add two: until 0:00, and from 0:00."
)
OVERLAP = _("Some of these hours are theirs already on that day.")
NOT_HERE = _("Only who facilitates this community can be on duty in it.")
PAST = _("This day is over. Please choose a later one.")
BOTH = _("Please say from when until when, or leave both empty for a day off.")
MIDNIGHT = time(0)


@transaction.atomic
def add_hours(
    *, community: CommunityPage, facilitator: Any, weekday: int, begins: time, ends: time
) -> WeeklyHours:
    """Put a facilitator on duty each week; the same hours again are the ones there are.

    Raises ValidationError for hours that end before they begin or lie over others of theirs.
    """
    _check(community, facilitator, begins, ends)
    CommunityPage.objects.select_for_update(of=("self",)).get(pk=community.pk)
    theirs = WeeklyHours.objects.filter(
        community=community, facilitator=facilitator, weekday=weekday
    )
    for row in theirs:
        if (row.begins, row.ends) == (begins, ends):
            return row
        if _is_before(begins, row.ends) and _is_before(row.begins, ends):
            raise ValidationError(OVERLAP)
    added = WeeklyHours.objects.create(
        community=community, facilitator=facilitator, weekday=weekday, begins=begins, ends=ends
    )
    climbing.look_again(community.pk)
    return added


@transaction.atomic
def remove_hours(*, hours: WeeklyHours) -> None:
    WeeklyHours.objects.filter(pk=hours.pk).delete()
    climbing.look_again(hours.community_id)


@transaction.atomic
def set_day(
    *,
    community: CommunityPage,
    facilitator: Any,
    day: date,
    begins: time | None = None,
    ends: time | None = None,
) -> DayHours:
    """Let these hours hold for a facilitator on one date in place of the week's; without hours
    they are away. What was said of that date before holds no more."""
    if day < site_today():
        raise ValidationError({"day": PAST})
    if (begins is None) != (ends is None):
        raise ValidationError(BOTH)
    if begins is not None and ends is not None:
        _check(community, facilitator, begins, ends)
    else:
        _check_person(community, facilitator)
    kept, _is_new = DayHours.objects.update_or_create(
        community=community,
        facilitator=facilitator,
        day=day,
        defaults={"begins": begins, "ends": ends},
    )
    climbing.look_again(community.pk)
    return kept


@transaction.atomic
def remove_day(*, day: DayHours) -> None:
    """Let the hours of the week hold on that date too."""
    DayHours.objects.filter(pk=day.pk).delete()
    climbing.look_again(day.community_id)


@transaction.atomic
def leave_rota(*, facilitator: Any, community: int | None = None) -> None:
    """Take somebody off the rota of a community, or off all."""
    where = {} if community is None else {"community": community}
    for model in (WeeklyHours, DayHours):
        model._default_manager.filter(facilitator=facilitator, **where).delete()


def _check(community: CommunityPage, facilitator: Any, begins: time, ends: time) -> None:
    _check_person(community, facilitator)
    if not _is_before(begins, ends):
        raise ValidationError({"ends": ENDS_BEFORE})


def _check_person(community: CommunityPage, facilitator: Any) -> None:
    if facilitator.pk not in facilitating(community.pk):
        raise ValidationError({"facilitator": NOT_HERE})


def _is_before(earlier: time, later: time) -> bool:
    """Whether hours of a day come in this order; its end is 0:00."""
    return later == MIDNIGHT or earlier < later
