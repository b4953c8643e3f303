"""An event as a calendar file (RFC 5545)."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from core.text import clean
from events.models import EventPage


def event_calendar(event: EventPage, *, address: str, join_link: str = "") -> bytes:
    """One event in its own zone, with the zone's rules for the year around it.

    ``join_link`` is sensitive: give it only for somebody who may see it.
    """
    starts, ends = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
    entry = Event()
    entry.add("uid", f"event-{event.pk}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", event.last_published_at or event.starts_at)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    place = [event.place, event.address] if event.is_on_site else []
    where = ", ".join(filter(None, place)) or "Online"
    entry.add("summary", clean(event.title, lines=False))
    entry.add("description", clean("\n".join(filter(None, [event.lead, address]))))
    entry.add("location", clean(where, lines=False))
    entry.add("url", join_link or address)

    calendar = Calendar()
    calendar.add("prodid", "-//Alongside//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    calendar.add_missing_timezones(
        first_date=(starts - timedelta(days=366)).date(),
        last_date=(ends + timedelta(days=366)).date(),
    )
    return calendar.to_ical()
