"""Names to choose from while somebody writes in a room."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.addresses import number
from core.limits import limited
from forum.authors import is_named
from forum.mentions.access import offered
from forum.rooms.models import Forum


@login_required
@require_safe
@limited("names", limit=120, seconds=60, methods=("GET", "HEAD"))
def names(request: Any, forum_id: int) -> HttpResponse:
    """The names that begin as ``q`` does of those who wrote in a room that this person reads."""
    forum = get_object_or_404(Forum, pk=forum_id)
    handler = request.forum_permission_handler
    if not (is_named(request.user) and handler.can_read_forum(forum, request.user)):
        raise Http404
    typed, topic = request.GET.get("q", "")[:100], number(request.GET.get("topic"))
    return JsonResponse({"names": offered(forum=forum.pk, topic=topic, typed=typed)})
