"""From a community into its rooms: where to write, and opening the first one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import can_look_after
from communities.models import CommunityPage
from core.access import require
from forum.reading.community_parts import to_write_in
from forum.rooms import services
from forum.rooms.forms import FirstRoomForm
from forum.rooms.models import Room
from members.sending import once


@login_required
@require_safe
def where_to_write(request: HttpRequest, community_id: int) -> HttpResponse:
    """The rooms of a community in which the reader may begin a topic, to choose one."""
    visible = CommunityPage.objects.visible_to(request.user)
    community = get_object_or_404(visible, pk=community_id)
    return render(
        request,
        "forum/where_to_write.html",
        {"community": community, "rooms": to_write_in(request, community)},
    )


@once
@login_required
def open_first_room(request: Any, community_id: int) -> HttpResponse:
    """Open the first room of a community, for its people; whoever comes second is told so.

    Not there but for those who look after the community.
    """
    community = get_object_or_404(CommunityPage.objects.live(), pk=community_id)
    require(can_look_after, request.user, community)
    form = FirstRoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        room = services.open_first_room(community=community, **form.cleaned_data)
        if room is not None:
            messages.success(request, _("The room is open. What is a good first question?"))
            return redirect("forum:forum", room.forum.slug, room.forum_id)
    if Room.objects.filter(communities=community).exists():
        messages.info(request, _("Somebody has opened a room here already."))
        return redirect(community.get_url(request))
    return render(request, "forum/open_first_room.html", {"form": form, "community": community})
