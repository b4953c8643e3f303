"""The queues, and one report, for those to whom it falls. Not there for anybody else."""

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily
from django.views.decorators.http import require_POST, require_safe

from communities.access import is_coordinator
from communities.looks import note_look
from communities.models import CommunityPage
from core.text import isolated
from members import audit
from members.sending import once
from moderation import notices, queue, services, things
from moderation.access import can_limit_member
from moderation.enums import State
from moderation.forms import DecisionForm
from moderation.models import Limit, Report
from moderation.pages import staged, take_step

PER_PAGE = 25
AT_A_GLANCE = 20
STAGES = {"": lazily("Waiting"), "decided": lazily("Decided")}
View = Callable[..., HttpResponseBase]


def for_carers(view: View) -> View:
    """Hand the report over instead of its key; 404 to everybody to whom it does not fall."""

    @wraps(view)
    @login_required
    def for_carers_only(request: Any, key: str) -> HttpResponseBase:
        mine = Report.objects.falling_to(request.user)
        report = get_object_or_404(mine.select_related("subject", "reporter", "taken_by"), key=key)
        return view(request, report)

    return for_carers_only


@login_required
@require_safe
def community(request: Any, community_id: int) -> HttpResponse:
    """The queue of one community."""
    page = get_object_or_404(queue.looked_after(request.user), pk=community_id)
    reports = queue.of_community(request.user, page)
    return _queue(request, reports, community=page)


@login_required
@require_safe
def site(request: Any) -> HttpResponse:
    """The queue of what stands in no community."""
    reports = queue.of_the_site(request.user)
    if not is_coordinator(request.user) and not reports.exists():
        raise Http404
    return _queue(request, reports)


def _queue(request: Any, reports: QuerySet, **more: Any) -> HttpResponse:
    stage, tabs = staged(request, STAGES)
    shown = reports.closed() if stage else reports.waiting()  # type: ignore[attr-defined]
    page = Paginator(shown.in_rows(), PER_PAGE).get_page(request.GET.get("page"))
    crumbs = [{"title": _("Home"), "url": "/"}]
    context = {"page_obj": page, "tabs": tabs, "stage": stage, "crumbs": crumbs, **more}
    return render(request, "moderation/queue.html", context)


@for_carers
@require_safe
def look(request: Any, report: Report) -> HttpResponse:
    """One report: what was said, what happened, and what can be done."""
    _note(request.user, [report])
    notices.seen(notices.WAITS, report, request.user)
    post = things.post_of(report)
    if post and not request.forum_permission_handler.can_read_post(post, request.user):
        post = None
    has_it = report.state == State.TAKEN and report.taken_by_id == request.user.pk
    others = Report.objects.falling_to(request.user).about(report).in_rows()[:AT_A_GLANCE]
    context = {
        "report": report,
        "steps": report.steps.select_related("by"),
        "post": post,
        "is_there": things.exists(report),
        "is_changed": post is not None and post.updates_count != report.version,
        "has_it": has_it,
        "may_take": _may_take(report, has_it),
        "others": others,
        "limits": Limit.objects.of_carer(request.user).filter(report=report).in_rows(),
        **_around(request.user, report),
    }
    return render(request, "moderation/look.html", context)


def _may_take(report: Report, has_it: bool) -> bool:
    if report.is_closed or has_it:
        return False
    return report.state == State.OPEN or not services.has_carer(report)


@for_carers
@require_safe
def person(request: Any, report: Report) -> HttpResponse:
    """All that was reported of one person in the same queue."""
    if report.subject_id is None:
        raise Http404
    reports = queue.beside(request.user, report).filter(subject=report.subject_id)
    page = Paginator(reports.in_rows(), PER_PAGE).get_page(request.GET.get("page"))  # type: ignore[attr-defined]
    context = {"report": report, "page_obj": page, **_around(request.user, report)}
    return render(request, "moderation/person.html", context)


@once
@for_carers
@require_POST
def take(request: Any, report: Report) -> HttpResponse:
    return _step(request, report, services.take, _("You have this report now."))


@once
@for_carers
@require_POST
def hand_back(request: Any, report: Report) -> HttpResponse:
    return _step(request, report, services.hand_back, _("It waits for somebody else now."))


@once
@for_carers
@require_POST
def undo(request: Any, report: Report) -> HttpResponse:
    done = _("The decision is undone. You have this report now.")
    return _step(request, report, services.undo, done)


@once
@for_carers
def decide(request: Any, report: Report) -> HttpResponse:
    """Say what was found, to both sides."""
    if report.state != State.TAKEN or report.taken_by_id != request.user.pk:
        messages.info(request, services.NOT_YOURS)
        return redirect(report)
    is_gone = not things.exists(report)
    sent = request.POST if request.method == "POST" else None
    around = _around(request.user, report)
    community, author = around["community"], report.subject
    may_limit = bool(community and author and can_limit_member(request.user, author, community))
    form = DecisionForm(sent, report=report, is_gone=is_gone, may_limit=may_limit)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(
                report=report,
                by=request.user,
                outcome=form.outcome,
                why=form.why,
                to_reporter=form.cleaned_data.get("to_reporter", ""),
                to_author=form.cleaned_data.get("to_author", ""),
                limit=form.cleaned_data.get("limit", ""),
                community=community,
            )
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("It is decided, and those it concerns are told."))
            return redirect(report)
    _note(request.user, [report])
    context = {"report": report, "form": form, **around}
    return render(request, "moderation/decide.html", context)


def _step(request: Any, report: Report, service: Callable[..., Report], done: str) -> HttpResponse:
    return take_step(request, report, partial(service, report=report, by=request.user), done)


def _around(person: Any, report: Report) -> dict[str, Any]:
    """The queue that leads to the report."""
    here: CommunityPage | None = queue.looked_after(person).filter(reports=report).first()
    title = _("Reports")
    if here:
        title = _("Reports in %(community)s") % {"community": isolated(here.title)}
    address = queue.address_of(here.pk if here else None)
    crumbs = [{"title": _("Home"), "url": "/"}, {"title": title, "url": address}]
    return {"community": here, "crumbs": crumbs}


def _note(by: Any, reports: Iterable[Report]) -> None:
    """Note a look at those who sent them; of whom they are about is told when it is decided."""
    note_look(by=by, about=[each.reporter for each in reports], what=audit.REPORTED)
