"""Stopping letters by their link, opening what they tell of, and using an address again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications.mail import stopping, tokens
from notifications.mail.writing import contents
from notifications.models.letters import Letter
from notifications.reading import visible


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first; stop on POST alone, from a person or from a mailbox (RFC 8058).

    The address is the proof: a mailbox brings neither a session nor a token of ours against
    forged requests. It answers with a page, because a mailbox follows no redirects.
    """
    found = stopping.read(token)
    if found is None:
        raise Http404
    box, scope = found
    if request.method != "POST":
        return render(request, "notifications/stop/ask.html", {"all": scope == tokens.ALL})
    everything = request.POST.get("what") == tokens.ALL
    stopping.stop(member=box.member, scope=tokens.ALL if everything else scope)
    return render(request, "notifications/stop/done.html", {"all": everything})


@require_safe
@never_cache
@login_required
def open_letter(request: Any, key: str) -> HttpResponse:
    """Lead to what a letter told of: its one thing, or the page of all. Nothing is noted."""
    letter = get_object_or_404(
        Letter.objects.select_related("member"), key=key, member=request.user
    )
    shown = visible(row for row, _letter in contents([letter]))
    return redirect(shown[0].link if len(shown) == 1 else "notifications:index")


@require_POST
@login_required
def use_address_again(request: Any) -> HttpResponse:
    stopping.use_address_again(member=request.user)
    messages.success(request, _("Mail goes to your address again."))
    return redirect("notifications:index")


@require_POST
@login_required
def write_again(request: Any) -> HttpResponse:
    stopping.write_again(member=request.user)
    messages.success(request, _("You get mail again, as you chose."))
    return redirect("notifications:choices")
