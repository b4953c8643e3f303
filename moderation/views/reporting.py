"""Reporting something, and reading what became of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import require
from core.limits import allow, too_many, who_is
from core.marks import if_it_can_be_kept
from members.sending import once
from moderation import notices, services, things
from moderation.access import can_read_answer, people_who_decide
from moderation.enums import CLOSED
from moderation.forms import ReportForm
from moderation.models import Report
from moderation.querysets import about_words_of

PER_PAGE = 25
DAY = 24 * 60 * 60
REPORTS_A_DAY = 20


@once
@login_required
def report(request: Any, what: str, key: str) -> HttpResponse:
    """Report one thing. What the person may not read is not there."""
    thing = things.find(request, what, key)
    if thing.is_of(request.user):
        messages.info(request, services.OWN)
        return redirect(thing.address)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not allow("report", who_is(request), limit=REPORTS_A_DAY, seconds=DAY):
            return too_many(request, seconds=DAY)
        try:
            sent = services.send_report(reporter=request.user, thing=thing, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Thank you. Your report is sent."))
            return redirect("moderation:answer", sent.key)
    said = {"form": form, "thing": thing, "called": things.in_words(what), "crumbs": _way_here()}
    return render(request, "moderation/report.html", said)


@login_required
@require_safe
def mine(request: Any) -> HttpResponse:
    """What the person reported, and what was said to them about their own words."""
    said_to_them = about_words_of(request.user) & Q(state__in=CLOSED) & ~Q(to_author="")
    reports = Report.objects.filter(Q(reporter=request.user) | said_to_them)
    page = Paginator(reports.order_by("-sent_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "moderation/mine.html", {"page_obj": page, "crumbs": _way_here()[:1]})


@login_required
@require_safe
def answer(request: Any, key: str) -> HttpResponse:
    """One report, for who sent it; a decision, for whose words it is about."""
    found = get_object_or_404(Report, key=key)
    require(can_read_answer, request.user, found)
    is_own_report = found.reporter_id == request.user.pk
    with if_it_can_be_kept():
        notices.seen(notices.ANSWER, found, request.user)
    nobody = is_own_report and not found.is_closed and not people_who_decide(found).exists()
    said = {"report": found, "is_own_report": is_own_report, "nobody_is_free": nobody}
    return render(request, "moderation/answer.html", said | {"crumbs": _way_here()})


def _way_here() -> list[dict[str, str]]:
    return [
        {"title": _("Home"), "url": "/"},
        {"title": _("Your reports"), "url": reverse("moderation:mine")},
    ]
