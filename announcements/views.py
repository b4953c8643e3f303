"""One announcement, for those who were told of it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from announcements.access import looks_after, told_of
from announcements.models import Announcement


@login_required
@require_safe
def read(request: Any, pk: int) -> HttpResponse:
    """One announcement, without for whom it was. Reading it marks nothing: a button does.
    Coordinators who know its audience see it too; to anybody else there is no such page."""
    announcement = get_object_or_404(Announcement.objects.gone().select_related("author"), pk=pk)
    told = told_of(request.user, announcement)
    if told is None and not looks_after(request.user, announcement):
        raise Http404
    return render(request, "announcements/read.html", {"announcement": announcement, "told": told})
