"""Closing one's own account, and changing one's mind."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.limits import limited
from members import leaving
from members.accounts.forms import CloseForm
from members.accounts.leaving_nothing import forgotten_here
from members.departures import Departure


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(allow_get=True)
@limited("close_account", limit=10, seconds=3600)
def close(request: Any) -> HttpResponse:
    """Say first what goes and what stays; then lock the account and sign out everywhere."""
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.ask_to_leave(user=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            logout(request)
            return forgotten_here(redirect("account_closing"))
    context = {"form": form, "days": leaving.GRACE.days}
    return render(request, "account/close.html", context)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """The page that says what happens next; it says nothing of anybody, so anybody may read it."""
    return render(request, "account/closing.html", {"days": leaving.GRACE.days})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("keep_account", limit=20, seconds=3600)
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the account, by the link of our mail or after signing in. A GET changes nothing."""
    departure = Departure.objects.open().named_by(token).select_related("user").first()
    if departure and request.method == "POST":
        if leaving.keep_account(user=departure.user):
            messages.success(request, _("Your account stays. Good to have you with us: sign in."))
            return redirect("account_login")
        departure = None
    status = 200 if departure else 404
    return render(request, "account/keep.html", {"departure": departure}, status=status)
