"""The facilitators' page of a community, and what they do from it. Not there for anybody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import access, rules, services
from communities.enums import Deed
from communities.forms import (
    AnswerForm,
    ColourForm,
    InviteForm,
    NoticeForm,
    RemoveForm,
    StepDownForm,
    TermForm,
    WelcomeForm,
)
from communities.looks import capacity_of, note_look
from communities.models import CommunityPage, Invitation, Membership, MembershipEvent, Notice
from core.access import require
from core.limits import limited
from members import audit
from members.models import User
from members.sending import once
from members.staff import with_fresh_proof

PER_PAGE = 25
HISTORY_PER_PAGE = 50
NOT_TOLD = (Deed.INVITED, Deed.INVITATION_DECLINED)
"""Would tell which account an address belongs to."""

View = Callable[..., HttpResponseBase]


def for_carers(view: View) -> View:
    """Hand the community over instead of its key; answer 404 to whoever does not look after it."""

    @wraps(view)
    @login_required
    def for_carers_only(request: HttpRequest, community_id: int, **kwargs: Any) -> HttpResponseBase:
        community = get_object_or_404(CommunityPage.objects.live(), pk=community_id)
        require(access.can_look_after, request.user, community)
        return view(request, community, **kwargs)

    return for_carers_only


@for_carers
@with_fresh_proof
@require_safe
def overview(request: HttpRequest, community: CommunityPage) -> HttpResponse:
    """Who waits, who is invited, who is here, and who has not been greeted yet."""
    return _overview(request, community, InviteForm(by=request.user))


@once
@for_carers
@with_fresh_proof
@require_POST
@limited("invite", limit=30, seconds=3600)
def invite(request: HttpRequest, community: CommunityPage) -> HttpResponse:
    """Invite; the answer is the same whether or not an address has an account."""
    form = InviteForm(request.POST, by=request.user)
    if not form.is_valid():
        return _overview(request, community, form)
    if form.member is None:
        services.invite_address(community=community, email=form.cleaned_data["to"], by=form.by)
        messages.success(request, _("We write to this address. The invitation holds for 14 days."))
    elif services.invite_member(community=community, member=form.member, by=form.by):
        messages.success(request, _("%(name)s is invited.") % {"name": form.member.display_name})
    else:
        messages.info(
            request,
            _("%(name)s is a member already, or has asked to join.")
            % {"name": form.member.display_name},
        )
    return _back(community)


@once
@for_carers
@require_POST
def withdraw_invitation(request: HttpRequest, community: CommunityPage, key: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation, community=community, key=key)
    services.withdraw_invitation(invitation=invitation, by=_carer(request))
    messages.success(request, _("The invitation is taken back."))
    return _back(community)


@once
@for_carers
def answer(request: HttpRequest, community: CommunityPage, public_id: str) -> HttpResponse:
    """One request, with what its person wrote: let them in, or say why not."""
    membership = get_object_or_404(
        community.memberships.requested().select_related("member"), member__public_id=public_id
    )
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        what = services.approve if form.lets_in else services.decline
        done = what(
            community=community,
            member=membership.member,
            by=_carer(request),
            words=form.cleaned_data["words"],
        )
        if done:
            messages.success(request, _("Your answer is on its way."))
        else:
            messages.info(request, _("Somebody answered this already, or it was taken back."))
        return _back(community)
    _note(request, [membership.member], audit.REQUEST)
    return _page(request, community, "answer", form=form, membership=membership)


@once
@for_carers
def welcome(request: HttpRequest, community: CommunityPage, public_id: str) -> HttpResponse:
    """Welcome a newcomer in words that reach them, or without any (``quiet``) where they have been
    greeted otherwise; whoever comes second is told so."""
    membership = _member(community, public_id)
    name = membership.member.display_name
    suggested = _("Kia ora %(name)s, good to have you here.") % {"name": name}
    form = WelcomeForm(request.POST or None, initial={"words": suggested})
    quiet, done = "quiet" in request.POST, None
    if quiet or form.is_valid():
        words = "" if quiet else form.cleaned_data["words"]
        done = services.welcome(
            community=community, member=membership.member, by=_carer(request), words=words
        )
    if done is not None or membership.welcomed_at:
        told = _("%(name)s is welcomed.") if done else _("%(name)s has been welcomed already.")
        messages.success(request, told % {"name": name})
        return redirect(f"{_address(community)}?show=new#members")
    _note(request, [membership.member], audit.IN_COMMUNITY)
    return _page(request, community, "welcome", form=form, membership=membership)


@once
@for_carers
def remove(request: HttpRequest, community: CommunityPage, public_id: str) -> HttpResponse:
    """Remove a member, with a reason that they read, and so does whoever reads the history."""
    membership = _member(community, public_id)
    require(access.can_remove_member, request.user, membership)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.remove(
            community=community,
            member=membership.member,
            by=_carer(request),
            reason=form.cleaned_data["reason"],
        )
        messages.success(
            request,
            _("%(name)s is no longer a member.") % {"name": membership.member.display_name},
        )
        return _back(community)
    _note(request, [membership.member], audit.IN_COMMUNITY)
    return _page(request, community, "remove", form=form, membership=membership)


@once
@for_carers
@with_fresh_proof
def facilitator(request: HttpRequest, community: CommunityPage, public_id: str) -> HttpResponse:
    """Ask a member to look after the community too, and until when; a coordinator may end it."""
    membership = _member(community, public_id)
    may_dismiss = membership.facilitates and access.is_coordinator(request.user)
    if request.method == "POST" and "dismiss" in request.POST and may_dismiss:
        services.dismiss_facilitator(
            community=community, member=membership.member, by=_carer(request)
        )
        return _back(community)
    _note(request, [membership.member], audit.IN_COMMUNITY)
    form = TermForm(request.POST or None, initial={"until": membership.facilitator_until})
    if request.method == "POST" and form.is_valid():
        try:
            services.appoint_facilitator(
                community=community,
                member=membership.member,
                by=_carer(request),
                until=form.cleaned_data["until"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = _("%(name)s looks after this community.")
            messages.success(request, told % {"name": membership.member.display_name})
            return _back(community)
    return _page(
        request,
        community,
        "facilitator",
        form=form,
        membership=membership,
        may_dismiss=may_dismiss,
    )


@once
@for_carers
def step_down(request: HttpRequest, community: CommunityPage) -> HttpResponse:
    """Hand the community over, or stop; never leaving it to nobody by mistake."""
    membership = get_object_or_404(community.memberships.facilitators(), member=request.user)
    form = StepDownForm(request.POST or None, community=community, member=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.step_down(
                community=community, member=membership.member, successor=form.successor
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you for looking after this community."))
            return redirect(community.get_url(request))
    return _page(request, community, "step_down", form=form)


@for_carers
def notice(request: HttpRequest, community: CommunityPage) -> HttpResponse:
    """Pin a short text, change it, or take it away by leaving it empty."""
    pinned = Notice.objects.filter(community=community).first()
    form = NoticeForm(request.POST or None, initial={"text": pinned.text if pinned else ""})
    if request.method == "POST" and form.is_valid():
        kept = services.pin_notice(
            community=community, text=form.cleaned_data["text"], by=_carer(request)
        )
        messages.success(
            request, _("The notice is pinned.") if kept else _("No notice is pinned any more.")
        )
        return _back(community)
    return _page(request, community, "notice", form=form, pinned=pinned)


@for_carers
def colour(request: HttpRequest, community: CommunityPage) -> HttpResponse:
    """Choose the colour and the drawing of the community."""
    form = ColourForm(request.POST or None, initial={"colour": community.colour})
    if request.method == "POST" and form.is_valid():
        services.set_colour(community=community, colour=form.cleaned_data["colour"])
        messages.success(request, _("The colour is chosen."))
        return _back(community)
    return _page(request, community, "colour", form=form)


@for_carers
@require_safe
def history(request: HttpRequest, community: CommunityPage) -> HttpResponse:
    """What happened, the latest first: who did what, when and why."""
    events = (
        MembershipEvent.objects.filter(membership__community=community)
        .exclude(deed__in=NOT_TOLD)
        .select_related("membership__member", "by")
        .order_by("-at", "-pk")
    )
    page = Paginator(events, HISTORY_PER_PAGE).get_page(request.GET.get("page"))
    people = [event.membership.member for event in page] + [event.by for event in page if event.by]
    _note(request, people, audit.HISTORY)
    return _page(request, community, "history", page_obj=page)


def _overview(request: HttpRequest, community: CommunityPage, form: InviteForm) -> HttpResponse:
    show_new = request.GET.get("show") == "new"
    members = community.memberships.unwelcomed() if show_new else community.memberships.active()
    members = members.select_related("member").newcomers_first()
    page = Paginator(members, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    if community.by_rule and shown:
        of_these = Membership.objects.filter(pk__in=[row.pk for row in shown])
        unmet = rules.no_longer_met_by(of_these, community)
        without = set(unmet.values_list("pk", flat=True))
        for row in shown:
            row.rule_not_met = row.pk in without  # type: ignore[attr-defined]
    requests = list(community.memberships.requested().select_related("member")[:100])
    invitations = list(community.invitations.open().select_related("member")[:100])
    people = [row.member for row in [*requests, *shown]]
    people += [invitation.member for invitation in invitations if invitation.member]
    _note(request, people, audit.IN_COMMUNITY)
    addresses = [invitation.email for invitation in invitations if invitation.email]
    audit.note_addresses(
        by=_carer(request),
        addresses=addresses,
        what=audit.INVITED,
        capacity=capacity_of(request.user),
    )
    return _page(
        request,
        community,
        "looking_after",
        form=form,
        requests=requests,
        invitations=invitations,
        notice=Notice.objects.filter(community=community).first(),
        facilitators=list(
            community.memberships.facilitators()
            .select_related("member")
            .order_by("member__folded_name")
        ),
        page_obj=page,
        members=shown,
        show_new=show_new,
        new_count=community.memberships.unwelcomed().count(),
        is_coordinator=access.is_coordinator(request.user),
    )


def _page(request: HttpRequest, community: CommunityPage, name: str, **more: Any) -> HttpResponse:
    context = {"community": community, "overview_url": _address(community), **more}
    return render(request, f"communities/looking_after/{name}.html", context)


def _member(community: CommunityPage, public_id: str) -> Membership:
    members = community.memberships.active().select_related("member")
    return get_object_or_404(members, member__public_id=public_id)


def _note(request: HttpRequest, people: list[User], what: str) -> None:
    """Note a look at these people; whoever is not a member sees none of this."""
    note_look(by=_carer(request), about=people, what=what)


def _carer(request: HttpRequest) -> Any:
    return request.user


def _address(community: CommunityPage) -> str:
    return reverse("communities:looking_after", args=[community.pk])


def _back(community: CommunityPage) -> HttpResponse:
    return redirect(_address(community))
