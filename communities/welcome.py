"""The welcome's step about communities that somebody new may join."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.access import ways_in
from communities.enums import Way
from communities.models import CommunityPage
from members.joining.welcome import step

SHOWN = (Way.JOIN, Way.ASK, Way.ANSWER, Way.MEMBER, Way.WAIT)


@step("communities", _("Communities you can join"), "communities/welcome.html", order=40)
def communities(request: Any) -> dict[str, Any] | None:
    """Communities they may know of and can join, ask to join, or are invited to, and what became
    of those where they did."""
    visible = CommunityPage.objects.visible_to(request.user).order_by("folded_title")
    found = [(each, way.name) for each, way in ways_in(request.user, visible) if way in SHOWN]
    ways = {way for _community, way in found}
    return {"communities": found, "has_joined": bool(ways & {Way.MEMBER.name, Way.WAIT.name})}
