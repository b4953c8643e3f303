"""What duty keeps of a person, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from members.export import Row, exported
from moderation.duty.enums import Deed
from moderation.duty.models import DayHours, DutyItem, DutyStep, TalkedOver, WeeklyHours


@exported("asked_to_get_in_touch", _("When you asked somebody to get in touch"))
def asked_to_get_in_touch(user: Any) -> Iterator[Row]:
    """With the word of the list that was kept; who had it is those people's business."""
    rows = DutyItem.objects.asked_by(user).select_related("community")
    for item in rows.order_by("pk"):
        yield {
            "community": item.community.title,
            "asked": item.opened_at,
            "words_of_the_list": item.entry,
            "how_to_reach_you": item.reach,
            "state": item.get_state_display(),
            "ended": item.closed_at,
            "answer": item.to_subject,
        }


@exported("duty_about", _("What facilitators looked after on duty that was about you"))
def duty_about(user: Any) -> Iterator[Row]:
    """That there was something, and when; their notes are words among themselves."""
    for item in DutyItem.objects.filter(subject=user, asked=False).order_by("pk"):
        yield {
            "opened": item.opened_at,
            "state": item.get_state_display(),
            "ended": item.closed_at,
        }


@exported("duty_hours", _("When you are on duty"))
def duty_hours(user: Any) -> Iterator[Row]:
    for hours in WeeklyHours.objects.filter(facilitator=user).select_related("community"):
        yield {
            "community": hours.community.title,
            "weekday": hours.weekday + 1,
            "begins": f"{hours.begins:%H:%M}",
            "ends": f"{hours.ends:%H:%M}",
        }
    for day in DayHours.objects.filter(facilitator=user).select_related("community"):
        yield {
            "community": day.community.title,
            "day": day.day,
            "begins": "" if day.begins is None else f"{day.begins:%H:%M}",
            "ends": "" if day.ends is None else f"{day.ends:%H:%M}",
        }


@exported("duty_steps", _("What you did on duty"))
def duty_steps(user: Any) -> Iterator[Row]:
    """By action and time; notes, and whom they were about, are those people's business."""
    own = DutyStep.objects.filter(by=user).exclude(deed__in=(Deed.ASKED, Deed.WITHDRAWN))
    for step in own.order_by("pk"):
        yield {"at": step.at, "what": step.get_deed_display()}
    for asked in TalkedOver.objects.filter(person=user).select_related("item").order_by("pk"):
        what = _("You were asked whether you have talked it over")
        yield {"at": asked.item.closed_at, "what": what, "answered": asked.answered_at}
