"""Joining, asking, answering an invitation, leaving; and what became of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from communities import services
from communities.access import way_in
from communities.enums import State, Way
from communities.forms import AskForm
from communities.models import CommunityPage, Membership, MembershipEvent
from core.access import NotAllowed
from core.limits import limited
from members.sending import once

WHY_NOT = {
    Way.INVITATION_ONLY: gettext_lazy(
        "Its facilitators and the coordinators invite people to this community."
    ),
    Way.RULE_NOT_MET: gettext_lazy(
        "This community is for people about whom certain things are confirmed."
    ),
    Way.LATER: gettext_lazy(
        "Your request was declined not long ago. Please wait before you ask again."
    ),
}


@once
def join(request: HttpRequest, community_id: int) -> HttpResponse:
    """Join. A visitor signs in first and comes back; where one has to ask, the form follows."""
    community = _visible(request, community_id)
    address = community.get_url(request)
    if request.method != "POST":
        return redirect(address)
    if not request.user.is_authenticated:
        return redirect_to_login(address)
    way = way_in(request.user, community, community.standing_of(request.user))
    if way in WHY_NOT:
        raise NotAllowed(str(WHY_NOT[way]))
    if way == Way.ASK:
        return redirect("communities:ask", community.pk)
    if way == Way.ANSWER:
        return redirect("communities:mine")
    if way == Way.JOIN:
        services.join(community=community, member=request.user)
    if way != Way.WAIT:
        _say_welcome(request, community)
    return redirect(_afterwards(request, address))


@once
def leave(request: HttpRequest, community_id: int) -> HttpResponse:
    """Leave, and go back to the community's page, or home when leaving has closed that page too."""
    community = _visible(request, community_id)
    address = community.get_url(request)
    if request.method != "POST":
        return redirect(address)
    if not request.user.is_authenticated:
        return redirect_to_login(address)

    services.leave(community=community, member=request.user)
    messages.success(request, _("You have left %(community)s.") % {"community": community.title})
    still_open = all(
        restriction.accept_request(request) for restriction in community.get_view_restrictions()
    )
    return redirect(address if still_open else "/")


@once
@limited("ask-to-join", limit=10, seconds=3600)
def ask(request: HttpRequest, community_id: int) -> HttpResponse:
    """Ask to join, with a few words to the facilitators, if one likes."""
    community = _visible(request, community_id)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if way_in(request.user, community, community.standing_of(request.user)) != Way.ASK:
        return redirect(community.get_url(request))
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_to_join(
            community=community, member=request.user, words=form.cleaned_data["words"]
        )
        messages.success(request, _("Your request is on its way. A mail will tell you the answer."))
        return redirect(_afterwards(request, community.get_url(request)))
    return render(request, "communities/ask.html", {"form": form, "community": community})


@once
@login_required
@require_POST
def take_back(request: HttpRequest, community_id: int) -> HttpResponse:
    """Take one's own request back; the page it was made on may be closed by now."""
    member: Any = request.user
    community = get_object_or_404(CommunityPage, pk=community_id, memberships__member=member)
    if services.take_request_back(community=community, member=member):
        messages.success(request, _("Your request is taken back."))
    return redirect("communities:mine")


@once
@login_required
@require_POST
def answer(request: HttpRequest, community_id: int) -> HttpResponse:
    """Say yes or no to an invitation, also to a community that one could not see before."""
    member: Any = request.user
    community = get_object_or_404(CommunityPage.objects.inviting(member), pk=community_id)
    if request.POST.get("answer") == "yes":
        if services.accept_invitation(community=community, member=member) is None:
            raise Http404
        _say_welcome(request, community)
        return redirect(_afterwards(request, community.get_url(request)))
    services.decline_invitation(community=community, member=member)
    messages.success(request, _("You have declined. Nobody is told."))
    return redirect(_afterwards(request, reverse("communities:mine")))


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own standing with each community, and all that happened."""
    member: Any = request.user
    rows = (
        Membership.objects.standing()
        .filter(member=member, community__live=True)
        .select_related("community")
        .prefetch_related(Prefetch("events", MembershipEvent.objects.order_by("-at", "-pk")))
        .order_by("-changed_at", "-pk")
    )
    visible = set(
        CommunityPage.objects.visible_to(member)
        .filter(memberships__member=member)
        .values_list("pk", flat=True)
    )
    by_state: dict[str, list[Membership]] = {state: [] for state in State.values}
    for row in rows:
        row.can_be_seen = row.community_id in visible  # type: ignore[attr-defined]
        by_state[row.state].append(row)
    earlier = [*by_state["left"], *by_state["removed"], *by_state["declined"]]
    return render(
        request,
        "communities/mine.html",
        {
            "invited": [row for row in by_state["invited"] if row.invitation_holds],
            "requested": by_state["requested"],
            "active": by_state["active"],
            "earlier": sorted(earlier, key=lambda row: row.changed_at, reverse=True),
        },
    )


def _visible(request: HttpRequest, community_id: int) -> CommunityPage:
    return get_object_or_404(CommunityPage.objects.visible_to(request.user), pk=community_id)


def _afterwards(request: HttpRequest, address: str) -> str:
    """The address, or the step of the welcome for somebody who came from there."""
    if request.GET.get("back") == "welcome":
        return reverse("welcome_step", args=["communities"])
    return address


def _say_welcome(request: HttpRequest, community: CommunityPage) -> None:
    messages.success(
        request, _("You are now a member of %(community)s.") % {"community": community.title}
    )
