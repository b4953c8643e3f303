"""Pages of ours beside machina's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.limits import limited
from forum.models import Room


@login_required
@require_POST
@limited("follow", limit=60, seconds=3600)
def follow_room(request: Any, forum_id: int) -> HttpResponse:
    """Be told of new topics in a room, or (``stop``) not any more."""
    room = get_object_or_404(Room.objects.select_related("forum"), forum=forum_id)
    if not request.forum_permission_handler.can_read_forum(room.forum, request.user):
        raise Http404
    if "stop" in request.POST:
        room.followers.remove(request.user)
        messages.success(request, _("You no longer follow this room."))
    else:
        room.followers.add(request.user)
        messages.success(request, _("You follow this room: new topics will be among what is new."))
    return redirect("forum:forum", room.forum.slug, room.forum_id)
