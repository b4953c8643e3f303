"""Taking away a copy of what is kept about oneself."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.limits import limited
from members.export import archive, parts
from members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(allow_get=True)
def own_data(request: HttpRequest) -> HttpResponseBase:
    """Show what the copy holds; a POST leads to the page that says that it downloads.

    A download as the answer to the password would leave its page standing there.
    """
    if request.method != "POST":
        return render(request, "account/own_data.html", {"parts": parts()})
    return redirect("account_data_ready")


@require_safe
@login_required
def ready(request: HttpRequest) -> HttpResponse:
    """Say that the copy downloads, begin the download, and link to it in case it does not."""
    response = render(request, "account/own_data_ready.html")
    response["Refresh"] = f"1;url={reverse('account_data_copy')}"
    return response


@require_safe
@login_required
@limited("own_data", limit=5, seconds=3600, methods=("GET",))
def copy(request: Any) -> HttpResponseBase:
    """The copy of whoever asks, and of nobody else; rights that are withheld stand in it too.

    Who has not shown lately who they are begins anew, at the page before.
    """
    if is_reauthentication_required(request, app="allauth.account"):
        return redirect("account_data")
    user = User.objects.get(pk=request.user.pk)
    response = StreamingHttpResponse(archive(user), content_type="application/zip")
    name = f"alongside-{timezone.localdate().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["Content-Encoding"] = "identity"  # Packed already: the middleware leaves it alone.
    response["X-Content-Type-Options"] = "nosniff"
    return response
