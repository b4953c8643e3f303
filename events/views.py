"""Registering and withdrawing interest, and one event for a calendar."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from core.limits import limited
from events.access import can_register_interest, can_see_join_link
from events.calendars import event_calendar
from events.models import EventPage
from events.services import register_interest, withdraw_interest
from members.sending import once


def visible_event(request: HttpRequest, event_id: int) -> EventPage:
    """The event, if it is published and open to this person; else 404.

    By ``id`` and not ``pk``: the key of the base row knows that no page has a number
    longer than the database can hold, the link to that row asks and fails.
    """
    return get_object_or_404(EventPage.objects.visible_to(request.user), id=event_id)


@once
@require_POST
@limited("events.interest", limit=30, seconds=60)
def register(request: HttpRequest, event_id: int) -> HttpResponse:
    """Register interest. A visitor signs in first and comes back to the event."""
    event = visible_event(request, event_id)
    address = event.get_url(request)
    if not request.user.is_authenticated:
        return redirect_to_login(address)
    if not can_register_interest(request.user, event):
        messages.error(request, "This event is over, so interest can no longer be registered.")
        return redirect(address)

    register_interest(event=event, member=request.user)
    messages.success(request, "Thank you. The host knows how many to expect.")
    return redirect(address)


@once
@require_POST
@limited("events.interest", limit=30, seconds=60)
def withdraw(request: HttpRequest, event_id: int) -> HttpResponse:
    """Take back one's interest, also after the event."""
    event = visible_event(request, event_id)
    address = event.get_url(request)
    if not request.user.is_authenticated:
        return redirect_to_login(address)

    withdraw_interest(event=event, member=request.user)
    messages.success(request, "Your interest is withdrawn.")
    return redirect(address)


@require_safe
def calendar(request: HttpRequest, event_id: int) -> HttpResponse:
    """One event as an .ics file; the link to join is in it for those who see it on the page."""
    event = visible_event(request, event_id)
    content = event_calendar(
        event,
        address=event.get_full_url(request),
        join_link=event.online_link if can_see_join_link(request.user, event) else "",
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="event-{event.pk}.ics"'},
    )
