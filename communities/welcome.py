"""The communities that somebody new may join, in the welcome."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.access import can_join_community
from communities.models import CommunityPage
from members.joining.welcome import step


@step("communities", _("Communities you can join"), "communities/welcome.html", order=40)
def communities(request: Any) -> dict[str, Any] | None:
    """Those they may know of, may join by their own choice, and are not in yet."""
    visible = CommunityPage.objects.visible_to(request.user).live().order_by("title")
    own = CommunityPage.objects.of_member(request.user)
    open_to_them = [
        community
        for community in visible.exclude(pk__in=own.values("pk"))
        if can_join_community(request.user, community)
    ]
    return {"communities": open_to_them}
