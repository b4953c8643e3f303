"""A community's events: those under its page, and those that are for its members alone."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from communities.belonging import belongs_to
from communities.models import CommunityPage
from communities.parts import beside, part
from events.querysets import GatheringQuerySet

PER_PAGE = 20
LAST = 5


@part("events", _("Events"), "events/community_events.html", order=20)
def events(request: Any, community: CommunityPage) -> dict[str, Any]:
    """Those to come, a page at a time, and below the first page the last ones that are over."""
    found = _gatherings(request, community)
    page = Paginator(found.upcoming().specific(), PER_PAGE).get_page(request.GET.get("page"))
    past = list(found.past().specific()[:LAST]) if page.number == 1 else []
    return {"page_obj": page, "past": past}


@beside("events/community_next.html")
def next_event(request: Any, community: CommunityPage) -> dict[str, Any] | None:
    event = _gatherings(request, community).upcoming().specific().first()
    return {"event": event} if event else None


def _gatherings(request: Any, community: CommunityPage) -> GatheringQuerySet:
    return GatheringQuerySet(Page).visible_to(request.user).filter(belongs_to(community))
