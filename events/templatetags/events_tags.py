"""Events in templates: what is next, and when it is in words."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import template
from django.template.context import Context
from django.utils.dateformat import format as format_date
from wagtail.models import Page

from core.templatetags.ui import nz_date, nz_datetime, nz_time
from core.text import isolated
from events.access import can_view_interest
from events.forms import EventFilters
from events.models import ConferencePage, EventPage
from events.querysets import GatheringQuerySet
from events.zones import site_zone

register = template.Library()


@register.simple_tag(takes_context=True)
def next_events(context: Context, limit: int = 3) -> list[EventPage | ConferencePage]:
    """The events and conferences nearest ahead that the reader may see; first those, marked
    ``is_mine``, that they would like to come to.

    Both kinds have ``title``, ``url``, ``lead``, ``place``, ``held`` and ``is_online``; the filters
    ``when``, ``where`` and ``first_day`` take either.
    """
    user = context["request"].user
    ahead = GatheringQuerySet(Page).visible_to(user).upcoming()
    if user.is_authenticated:
        ahead = ahead.with_those_of(user)
    return list(ahead.specific()[:limit])


@register.simple_tag(takes_context=True)
def event_filters(context: Context) -> EventFilters:
    """What narrows the list of events, of those to come or of past ones."""
    return EventFilters(context["request"].GET, kept={"when": "past" if context["is_past"] else ""})


@register.simple_tag(takes_context=True)
def interest_count(context: Context, event: EventPage) -> int | None:
    """How many would like to come; None for whoever may not know, and before there is a page."""
    if event.pk is None or not can_view_interest(context["request"].user):
        return None
    return event.interests.count()


@register.inclusion_tag("events/_interest.html", takes_context=True)
def interest(context: Context, event: EventPage) -> dict[str, Any]:
    """Taking part: registering interest, the link to join, and who counts for those who plan."""
    request = context["request"]
    is_interested = event.interests.of(request.user).exists()
    return {
        "page": event,
        "request": request,
        "is_interested": is_interested,
        "join_link": event.online_link if is_interested and not event.is_past else "",
        "interest_count": interest_count(context, event),
    }


@register.simple_tag
def site_city() -> str:
    """The city by whose clock the site lives: Auckland, for Pacific/Auckland."""
    return site_zone().rsplit("/", 1)[-1].replace("_", " ")


@register.filter
def when(gathering: EventPage | ConferencePage) -> str:
    """Thursday 21 November 2026, 10 am to 12 noon (Auckland): in the event's zone.

    A conference has days only: Thursday 19 to Friday 20 November 2026.
    """
    if isinstance(gathering, ConferencePage):
        return _days(gathering.starts_on, gathering.ends_on)
    return f"{nz_date(gathering.starts_at, gathering.zone)}, {beside_day(gathering)}"


@register.filter
def beside_day(gathering: EventPage | ConferencePage) -> str:
    """10 am to 12 noon (Auckland): what there is to say beside the day on which it begins.

    Of a conference its last day, where that is another: to Friday 20 November 2026.
    """
    if isinstance(gathering, ConferencePage):
        first, last = gathering.starts_on, gathering.ends_on
        return "" if first == last else f"to {nz_date(last)}"
    zone = gathering.zone
    starts, ends = gathering.starts_at.astimezone(zone), gathering.ends_at.astimezone(zone)
    until = nz_datetime(ends, zone)
    if starts.date() == ends.date():
        until = f"{nz_time(ends, zone)} ({until.rpartition(' (')[2]}"
    return f"{nz_time(starts, zone)} to {until}"


def _days(first: date, last: date) -> str:
    """Thursday 19 to Friday 20 November 2026; the month and year once when they are the same."""
    if first == last:
        return nz_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{format_date(first, 'l j')} to {nz_date(last)}"
    if first.year == last.year:
        return f"{format_date(first, 'l j F')} to {nz_date(last)}"
    return f"{nz_date(first)} to {nz_date(last)}"


@register.filter
def clock(value: time) -> str:
    """9.30 am: a time of day as the programme has it, whatever the zone."""
    return nz_time(datetime.combine(date.min, value, UTC), UTC)


@register.filter
def first_day(gathering: EventPage | ConferencePage) -> date:
    """The day the gathering begins, in its own zone."""
    if isinstance(gathering, ConferencePage):
        return gathering.starts_on
    return gathering.starts_at.astimezone(gathering.zone).date()


@register.filter
def where(gathering: EventPage | ConferencePage) -> str:
    """Community House, Petone, and online."""
    if not gathering.is_on_site:
        return "Online"
    place = isolated(gathering.place)
    return f"{place}, and online" if gathering.is_online else place
