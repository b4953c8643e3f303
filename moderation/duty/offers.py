"""Beside the help lines, in a form in which words of the list stand: ask who is on duty."""

from typing import Any

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import CommunityPage
from core.addresses import number
from core.limits import allow, who_is
from forum.care.in_touch import Matched, Way, register
from moderation.duty import services
from moderation.duty.access import may_ask_in
from moderation.duty.cover import cover_at
from moderation.duty.models import LONGEST_REACH, DutyItem

REACH = "in_touch_reach"
MOST = 5
"""Communities that are offered where a room is nobody's in particular."""
DAY = 24 * 60 * 60
ASKED_A_DAY = 10


def places(person: Any, room: Any) -> list[CommunityPage]:
    """Whose duty the person may ask from this room: of their communities those that it belongs to,
    and where it belongs to none of them, any."""
    own = may_ask_in(person).order_by("folded_title")
    of_room = list(own.filter(rooms__forum=room.pk).distinct()[:MOST])
    return of_room or list(own[:MOST])


def found(request: Any, room: Any, matched: Matched) -> dict[str, Any] | None:
    communities = places(request.user, room)
    if not communities:
        return None
    waiting = {
        item.community_id: item
        for item in DutyItem.objects.live().asked_by(request.user).filter(community__in=communities)
    }
    now = timezone.now()
    offered = [
        (each, cover_at(each.pk, now, {request.user.pk}), waiting.get(each.pk))
        for each in communities
    ]
    reach = request.POST.get(REACH) or request.user.email
    return {"offered": offered, "entry": matched.entry, "reach": reach, "most": LONGEST_REACH}


def ask(request: Any, room: Any, place: str, matched: Matched) -> None:
    """Ask; whom the person may not ask, or asked too often today, is asked nothing."""
    community = next(
        (each for each in places(request.user, room) if each.pk == number(place)), None
    )
    if community is None:
        return
    if not allow("duty", who_is(request), limit=ASKED_A_DAY, seconds=DAY):
        messages.warning(
            request, _("You have asked several times today. Help is here at any hour.")
        )
        return
    services.ask(
        community=community,
        member=request.user,
        entry=matched.entry,
        list_version=matched.list_version,
        reach=" ".join(request.POST.get(REACH, "").split())[:LONGEST_REACH],
    )


register(Way("moderation/duty/_offer.html", found, ask))
