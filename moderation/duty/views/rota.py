"""The rota of a community: hours of the week, and dates that differ."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.models import CommunityPage
from core.days import site_today
from core.text import isolated
from members.models import User
from members.sending import once
from moderation.duty import rota
from moderation.duty.cover import facilitating
from moderation.duty.forms import DayForm, HoursForm, refuse
from moderation.duty.models import DayHours, WeeklyHours
from moderation.duty.views.looking_after import for_facilitators


@once
@for_facilitators
def hours(request: Any, community: CommunityPage) -> HttpResponse:
    """The hours of each week, and a form for more."""
    if request.method != "POST":
        return _page(request, community)
    form = HoursForm(request.POST, people=_people(community))
    if form.is_valid():
        try:
            rota.add_hours(community=community, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("These hours stand on the rota."))
            return _back(community)
    return _page(request, community, hours_form=form)


@once
@for_facilitators
@require_POST
def day(request: Any, community: CommunityPage) -> HttpResponse:
    """Other hours on one date, or none."""
    form = DayForm(request.POST, people=_people(community))
    if form.is_valid():
        try:
            rota.set_day(community=community, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("That day stands on the rota."))
            return _back(community)
    return _page(request, community, day_form=form)


@once
@for_facilitators
@require_POST
def remove_hours(request: Any, community: CommunityPage, pk: int) -> HttpResponse:
    found = WeeklyHours.objects.filter(community=community)
    rota.remove_hours(hours=get_object_or_404(found, pk=pk))
    messages.success(request, _("These hours are off the rota."))
    return _back(community)


@once
@for_facilitators
@require_POST
def remove_day(request: Any, community: CommunityPage, pk: int) -> HttpResponse:
    rota.remove_day(day=get_object_or_404(DayHours, community=community, pk=pk))
    messages.success(request, _("The hours of the week hold on that day again."))
    return _back(community)


def _page(request: Any, community: CommunityPage, **bound: Any) -> HttpResponse:
    people = _people(community)
    rows = WeeklyHours.objects.filter(community=community).select_related("facilitator")
    days = DayHours.objects.filter(community=community, day__gte=site_today())
    duty = _("Duty in %(community)s") % {"community": isolated(community.title)}
    said = {
        "community": community,
        "hours_form": HoursForm(people=people),
        "day_form": DayForm(people=people),
        "weekly": [(WEEKDAYS[row.weekday], row) for row in rows],
        "days": days.select_related("facilitator"),
        "crumbs": [
            {"title": _("Home"), "url": "/"},
            {"title": duty, "url": reverse("duty:community", args=[community.pk])},
        ],
    }
    return render(request, "moderation/duty/hours.html", said | bound)


def _people(community: CommunityPage) -> QuerySet[User]:
    return User.objects.filter(pk__in=facilitating(community.pk)).order_by("folded_name", "pk")


def _back(community: CommunityPage) -> HttpResponse:
    return redirect("duty:hours", community.pk)
