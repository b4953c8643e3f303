"""What one can do on the front door."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from home import newcomers


@login_required
@require_POST
def put_step_aside(request: Any, step: str) -> HttpResponse:
    if step not in newcomers.NAMES:
        raise Http404
    newcomers.put_aside(member=request.user, step=step)
    messages.success(request, _("It is put aside."))
    return redirect("/")
