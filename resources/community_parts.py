"""A community's resources: those under its page, and those that are for its members alone."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from communities.belonging import belongs_to
from communities.models import CommunityPage
from communities.parts import part
from resources.listing import PER_PAGE
from resources.models import ResourcePage


@part("resources", _("Resources"), "resources/community_resources.html", order=30)
def resources(request: Any, community: CommunityPage) -> dict[str, Any]:
    """Those that the reader may see, the newest first, a page at a time."""
    visible = ResourcePage.objects.visible_to(request.user).filter(belongs_to(community))
    found = visible.newest().prefetch_related("topics")
    return {"page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page"))}
