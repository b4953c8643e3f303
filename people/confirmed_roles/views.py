"""The page of one's own roles, and the page on which an organisation's contacts answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.limits import limited
from members import audit
from members.enums import Capacity
from members.models import User
from members.sending import once
from members.staff import with_fresh_proof
from people.access import can_decide_role
from people.confirmed_roles import services as confirmed_roles
from people.confirmed_roles.forms import AnswerForm, AskForm
from people.enums import ConfirmedRoleState
from people.models import ConfirmedRole


@login_required
@require_safe
def own(request: Any) -> HttpResponse:
    """One's own roles: how far each has come, and what was done with it."""
    roles = ConfirmedRole.objects.filter(member=request.user).select_related("organisation", "area")
    context = {
        "roles": roles.prefetch_related("events__by"),
        "is_contact": request.user.contact_for.exists(),
    }
    return render(request, "people/roles/own.html", context)


@once
@login_required
@limited("ask_role", limit=10, seconds=3600)
def ask(request: Any) -> HttpResponse:
    """Ask for a role; ``?renew=`` fills in what was confirmed before."""
    own = ConfirmedRole.objects.filter(member=request.user)
    renews = own.filter(public_id=request.GET.get("renew", "")).first()
    form = AskForm(request.POST or None, member=request.user, renews=renews)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("You have asked. We write to you when there is an answer."))
        return redirect("people:roles")
    return render(request, "people/roles/ask.html", {"form": form, "renews": renews})


@once
@login_required
@require_POST
def give_up(request: Any, public_id: str) -> HttpResponse:
    """Take a request back, or give up a role that was confirmed."""
    role = get_object_or_404(ConfirmedRole, member=request.user, public_id=public_id)
    if role.is_open:
        confirmed_roles.withdraw_request(confirmed_role=role, by=request.user)
        messages.success(request, _("Your request is taken back. Nothing is left of it."))
    elif role.state == ConfirmedRoleState.VERIFIED:
        confirmed_roles.revoke_role(confirmed_role=role, by=request.user, reason="")
        messages.success(request, _("You have given up this role."))
    return redirect("people:roles")


@login_required
@require_safe
def to_answer(request: Any) -> HttpResponse:
    """Requests that wait in one's own organisations, and roles that were confirmed there."""
    organisations = _contact_for(request)
    roles = (
        ConfirmedRole.objects.filter(organisation__in=[each.pk for each in organisations])
        .exclude(member=request.user)
        .filter(member__is_active=True)
        .select_related("member", "organisation", "area")
        .order_by("requested_at")
    )
    waiting = list(roles.open())
    held = list(roles.filter(state=ConfirmedRoleState.VERIFIED).order_by("valid_until"))
    _note(request.user, [*waiting, *held])
    return render(
        request,
        "people/roles/to_answer.html",
        {"organisations": organisations, "waiting": waiting, "held": held},
    )


@once
@login_required
@with_fresh_proof
@limited("answer_role", limit=60, seconds=3600)
def answer(request: Any, public_id: str) -> HttpResponse:
    """One request or role of one's own organisation; for anybody else there is none."""
    _contact_for(request)
    roles = ConfirmedRole.objects.select_related("member", "organisation", "area")
    states = (ConfirmedRoleState.REQUESTED, ConfirmedRoleState.VERIFIED)
    role = get_object_or_404(
        roles.filter(state__in=states, member__is_active=True), public_id=public_id
    )
    if role.organisation is None or not can_decide_role(request.user, role):
        raise Http404
    _note(request.user, [role])
    form = AnswerForm(request.POST or None, confirmed_role=role, by=request.user)
    if request.method == "POST" and form.try_save():
        messages.success(request, _("Your answer is kept, and the person is told."))
        return redirect("people:roles_to_answer")
    return render(request, "people/roles/answer.html", {"form": form, "role": role})


def _note(contact: User, roles: list[ConfirmedRole]) -> None:
    about = [role.member for role in roles]
    audit.note(by=contact, about=about, what=audit.ROLES, capacity=Capacity.CONTACT)


def _contact_for(request: Any) -> list[Any]:
    """The organisations this person confirms roles for; without one there is no such page."""
    organisations = list(request.user.contact_for.order_by("folded_name"))
    if not organisations or request.user.rights_withheld:
        raise Http404
    return organisations
