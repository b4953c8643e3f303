"""Accepting an invitation, waiting to be let in, and agreeing."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.addresses import number, way_back
from core.limits import limited
from members.joining import SESSION_KEY, agreement
from members.models import Invitation


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("accept_invitation", limit=20, seconds=3600)
def invitation(request: Any, token: str) -> HttpResponse:
    """Show the invitation; a POST remembers it and leads on to making an account.

    Opening the page changes nothing: programs that look at mail open links too.
    """
    found = Invitation.objects.open().with_token(token).first()
    if found is None:
        return render(request, "account/invitation_over.html", status=404)
    if request.method == "POST" and not request.user.is_authenticated:
        request.session[SESSION_KEY] = found.pk
        get_adapter().stash_verified_email(request, found.email)
        return redirect("account_signup")
    return render(request, "account/invitation.html", {"invitation": found})


@require_safe
def waiting(request: Any) -> HttpResponse:
    """The page that says what happens next; it says nothing of anybody, so anybody may read it."""
    return render(request, "account/waiting.html")


@login_required
@limited("agreement", limit=30, seconds=3600)
def agreement_page(request: Any) -> HttpResponse:
    """Read the agreement and say yes; then on to where one came from."""
    page = agreement.current()
    if page is None:
        raise Http404
    following = way_back(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "POST":
        said = number(request.POST.get("version"))
        if said is not None and agreement.accept(member=request.user, version=said):
            messages.success(request, _("Thank you. You have agreed."))
            return redirect(following)
        messages.warning(request, _("The agreement has changed meanwhile. Please read it anew."))
    context = {"agreement": page, "next": following}
    return render(request, "members/agreement.html", context)
