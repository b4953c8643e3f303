"""The welcome's step about communities that somebody new may join."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.access import open_to
from communities.models import CommunityPage
from members.joining.welcome import step


@step("communities", _("Communities you can join"), "communities/welcome.html", order=40)
def communities(request: Any) -> dict[str, Any] | None:
    """Communities they may know of and can join, ask to join, or are invited to."""
    visible = CommunityPage.objects.visible_to(request.user).live().order_by("folded_title")
    return {"communities": open_to(request.user, visible)}
