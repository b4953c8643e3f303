"""Asking for somebody to get in touch, and reading what became of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.limits import allow, too_many, who_is
from core.marks import if_it_can_be_kept
from members.sending import once
from moderation.duty import notices, services
from moderation.duty.access import may_ask_in
from moderation.duty.cover import cover_at
from moderation.duty.forms import ReachForm
from moderation.duty.models import DutyItem
from moderation.duty.offers import ASKED_A_DAY, DAY

PER_PAGE = 25


@once
@login_required
def ask(request: Any, community_id: int) -> HttpResponse:
    """Ask who is on duty in one's own community; who asked already is led to what they asked."""
    community = get_object_or_404(may_ask_in(request.user), pk=community_id)
    waits = DutyItem.objects.live().asked_by(request.user).filter(community=community).first()
    if waits:
        return redirect("duty:asked", waits.key)
    form = ReachForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not allow("duty", who_is(request), limit=ASKED_A_DAY, seconds=DAY):
            return too_many(request, seconds=DAY)
        item = services.ask(
            community=community, member=request.user, reach=form.cleaned_data["reach"]
        )
        return redirect("duty:asked", item.key)
    cover = cover_at(community.pk, timezone.now(), {request.user.pk})
    said = {"community": community, "form": form, "cover": cover, "crumbs": _way_here()}
    return render(request, "moderation/duty/ask.html", said)


@login_required
@require_safe
def mine(request: Any) -> HttpResponse:
    """What the person asked for."""
    items = DutyItem.objects.asked_by(request.user).select_related("community")
    page = Paginator(items.order_by("-opened_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    communities = may_ask_in(request.user).order_by("folded_title")
    said = {"page_obj": page, "communities": communities, "crumbs": _way_here()[:1]}
    return render(request, "moderation/duty/mine.html", said)


@login_required
def asked(request: Any, key: str) -> HttpResponse:
    """One thing that the person asked for: whether somebody has it, what happens next, and where
    help is. They may change how to reach them while it is not over."""
    items = DutyItem.objects.asked_by(request.user).select_related("community")
    item = get_object_or_404(items, key=key)
    form = ReachForm(
        request.POST if request.method == "POST" else None, initial={"reach": item.reach}
    )
    if request.method == "POST" and form.is_valid():
        services.change_reach(item=item, by=request.user, reach=form.cleaned_data["reach"])
        messages.success(request, _("They see how to reach you."))
        return redirect("duty:asked", item.key)
    with if_it_can_be_kept():
        notices.seen([notices.ANSWER], item, request.user)
    cover = cover_at(item.community_id, timezone.now(), {request.user.pk})
    said = {"item": item, "form": form, "cover": cover, "crumbs": _way_here()}
    return render(request, "moderation/duty/asked.html", said)


@once
@login_required
@require_POST
def take_back(request: Any, key: str) -> HttpResponse:
    item = get_object_or_404(DutyItem.objects.asked_by(request.user), key=key)
    services.withdraw(item=item, by=request.user)
    messages.success(request, _("You have taken it back. You can ask again at any time."))
    return redirect("duty:asked", item.key)


def _way_here() -> list[dict[str, str]]:
    return [
        {"title": _("Home"), "url": "/"},
        {"title": _("Who is on duty"), "url": reverse("duty:mine")},
    ]
