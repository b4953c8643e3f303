"""What happened around one member in one community, and limits on them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.looks import note_look
from communities.models import CommunityPage
from core.marks import if_it_can_be_kept
from core.text import isolated
from members import audit
from members.models import User
from members.sending import once
from moderation import limiting, notices, queue
from moderation.access import can_limit_member
from moderation.forms import LimitForm
from moderation.models import Limit

PER_PAGE = 25
MOST = 50
"""Limits that one page shows; they go a year after they ended."""


@once
@login_required
def of_person(request: Any, community_id: int, public_id: str) -> HttpResponse:
    """Reports about a member in this community, limits on them there, and setting one.

    For those who look after the community; not there of themselves.
    """
    here = queue.looked_after(request.user)
    community = get_object_or_404(here, pk=community_id)
    people = User.objects.filter(memberships__community=community).exclude(pk=request.user.pk)
    person = get_object_or_404(people, public_id=public_id)
    may_limit = can_limit_member(request.user, person, community)
    form = LimitForm(request.POST if request.method == "POST" else None) if may_limit else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            limiting.set_limit(
                member=person, community=community, by=request.user, **form.cleaned_data
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("They are told. You can lift it at any time."))
            return redirect("moderation:history", community.pk, person.public_id)
    note_look(by=request.user, about=[person], what=audit.HISTORY)
    reports = queue.of_community(request.user, community).filter(subject=person)
    limits = Limit.objects.of_carer(request.user).filter(member=person, community=community)
    context = {
        "person": person,
        "community": community,
        "form": form,
        "limits": limits.in_rows()[:MOST],
        "page_obj": Paginator(reports.in_rows(), PER_PAGE).get_page(request.GET.get("page")),  # type: ignore[attr-defined]
        "crumbs": _way_here(community),
    }
    return render(request, "moderation/history.html", context)


@once
@login_required
@require_POST
def lift(request: Any, key: str) -> HttpResponse:
    """Let the member write again; whoever comes second is led to the same page."""
    limits = Limit.objects.of_carer(request.user).select_related("member", "community")
    found = get_object_or_404(limits, key=key)
    limiting.lift_limit(limit=found, by=request.user)
    messages.success(request, _("The limit is lifted."))
    return redirect("moderation:history", found.community_id, found.member.public_id)


@login_required
@require_safe
def limit(request: Any, key: str) -> HttpResponse:
    """Until when one may not write, where and why; for the person themself alone."""
    own = Limit.objects.filter(member=request.user).select_related("community")
    found = get_object_or_404(own, key=key)
    with if_it_can_be_kept():
        notices.limit_seen(found, request.user)
    crumbs = [{"title": _("Home"), "url": "/"}]
    return render(request, "moderation/limit.html", {"limit": found, "crumbs": crumbs})


def _way_here(community: CommunityPage) -> list[dict[str, str]]:
    title = _("Reports in %(community)s") % {"community": isolated(community.title)}
    return [
        {"title": _("Home"), "url": "/"},
        {"title": title, "url": queue.address_of(community.pk)},
    ]
