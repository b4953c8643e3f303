"""Taking away a copy of what is kept about oneself."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.export import archive, parts
from members.limits import limited


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(allow_get=True)
@limited("own_data", limit=5, seconds=3600)
def own_data(request: HttpRequest) -> HttpResponseBase:
    """What the copy holds, and on POST the copy: of whoever asks, and of nobody else."""
    if request.method != "POST":
        return render(request, "account/own_data.html", {"parts": parts()})
    return _download(request)


def _download(request: Any) -> StreamingHttpResponse:
    response = StreamingHttpResponse(archive(request.user), content_type="application/zip")
    name = f"alongside-{timezone.localdate().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["Content-Encoding"] = "identity"  # Packed already: the middleware leaves it alone.
    response["X-Content-Type-Options"] = "nosniff"
    return response
