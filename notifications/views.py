"""The page of what is new for somebody, what they want to hear, and what they missed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.addresses import number
from core.limits import limited
from members import audit
from notifications import services
from notifications.catching_up import SPANS, begins, last_here, news_of
from notifications.forms import ChoicesForm, HoursForm
from notifications.models import Notification
from notifications.reading import Shown, visible

PER_PAGE = 30
WEEK = 7
"""Days."""


@login_required
@require_safe
def index(request: Any) -> HttpResponse:
    """Everything one was told, the newest first. Reading it marks nothing."""
    rows = Notification.objects.of(request.user)
    before = number(request.GET.get("before"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PER_PAGE + 1])
    for row in found:
        row.recipient = request.user
    shown = visible(found[:PER_PAGE])
    _note_whom_it_names(request.user, shown)
    context = {
        "parts": _by_age(shown),
        "older": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
        "is_first": before is None,
    }
    return render(request, "notifications/index.html", context)


def _note_whom_it_names(reader: Any, shown: Iterable[Shown]) -> None:
    """Note a look at the people named, for the kinds that a right opens: one statement each."""
    named: dict[str, list[Any]] = {}
    for each in shown:
        if each.kind.look and each.notification.actor:
            named.setdefault(each.kind.look, []).append(each.notification.actor)
    for look, people in named.items():
        audit.note(by=reader, about=people, what=look)


def _by_age(shown: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """The notifications of today, of the six days before, and the earlier ones."""
    today = timezone.localdate()
    titles = (_("Today"), _("This week"), _("Earlier"))
    parts: dict[str, list[Shown]] = {title: [] for title in titles}
    for each in shown:
        age = (today - timezone.localdate(each.notification.created_at)).days
        parts[titles[0 if age < 1 else 1 if age < WEEK else 2]].append(each)
    return [(title, rows) for title, rows in parts.items() if rows]


@login_required
@require_POST
def mark_all_read(request: Any) -> HttpResponse:
    services.mark_read(member=request.user)
    messages.success(request, _("All of it is marked as read."))
    return redirect("notifications:index")


@login_required
@require_POST
def mark_one_read(request: Any, public_id: str) -> HttpResponse:
    row = get_object_or_404(Notification, recipient=request.user, public_id=public_id)
    services.mark_read(member=request.user, pk=row.pk)
    return redirect("notifications:index")


@login_required
@limited("choices", limit=60, seconds=3600)
def choices(request: Any) -> HttpResponse:
    """The choices of what reaches one, and the hours, in one form."""
    data = request.POST if request.method == "POST" else None
    form = ChoicesForm(data, member=request.user)
    hours = HoursForm(data, member=request.user, prefix="hours")
    if data is not None and all([form.is_valid(), hours.is_valid()]):
        form.save()
        hours.save()
        messages.success(request, _("Your choices are kept."))
        return redirect("notifications:choices")
    context = {
        "form": form,
        "hours": hours,
        "wrong": next((each for each in (form, hours) if each.errors), None),
    }
    return render(request, "notifications/choices.html", context)


@login_required
@require_safe
def catch_up(request: Any) -> HttpResponse:
    """What happened since one was last here; ``?since=`` day, week or month."""
    span = request.GET.get("since", "")
    caught_up_at = last_here(request.user)
    span = span if span in SPANS else "" if caught_up_at else "week"
    since = timezone.now() - SPANS[span] if span else begins(caught_up_at)
    context = {
        "since": since,
        "caught_up_at": caught_up_at,
        "tabs": _tabs(span, caught_up_at),
        "news": news_of(request.user, since=since),
    }
    return render(request, "notifications/catch_up.html", context)


def _tabs(chosen: str, caught_up_at: datetime | None) -> list[dict[str, Any]]:
    spans = {"day": _("A day"), "week": _("A week"), "month": _("A month")}
    if caught_up_at:
        spans = {"": _("Since I caught up"), **spans}
    return [
        {"title": title, "url": f"?since={span}" if span else "?", "is_current": span == chosen}
        for span, title in spans.items()
    ]


@login_required
@require_POST
def caught_up(request: Any) -> HttpResponse:
    services.catch_up(member=request.user)
    messages.success(request, _("Next time we begin from here."))
    return redirect("notifications:catch_up")
