"""A community's pages as one reader may see them: head, tabs, and what the open tab holds."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from communities import access, parts, rules
from communities.enums import Deed, Way
from communities.models import CommunityPage, Membership, Notice
from core.figures import in_figures
from core.memo import remembered

PEOPLE, ABOUT = "people", "about"
WELCOME_STANDS = timedelta(days=14)
"""How long the words of a welcome stand on the page."""


def front(request: HttpRequest, page: CommunityPage) -> dict[str, Any]:
    """What the page's templates show; worked out once in a request.

    ``?show=`` names a tab; anything else counts as absent. People of the community begin where
    it talks, everybody else with what it is for.
    """
    return remembered(("community", page.pk), lambda: _front(request, page))


def _front(request: HttpRequest, page: CommunityPage) -> dict[str, Any]:
    user = request.user
    standing = page.standing_of(user)
    membership = standing if standing and standing.is_active else None
    looks_after = access.looks_after(user, membership)
    way = access.way_in(user, page, standing)
    given = {
        "page": page,
        "request": request,
        "membership": membership,
        "looks_after": looks_after,
    }
    tabs = _tabs(request, page, membership=membership, looks_after=looks_after)
    current = next((tab for tab in tabs if tab["is_current"]), tabs[0])
    found = given | {
        "standing": standing,
        "way": way.name,
        "tabs": tabs,
        "tab": current["name"],
        "tab_title": current["title"] if current != tabs[0] else "",
        "action": parts.action(request, page),
    }
    if way in (Way.RULE_NOT_MET, Way.VISITOR) and page.by_rule:
        found["rule"] = rules.in_words(page.rules.select_related("area"))
    if looks_after:
        found["waiting"] = page.memberships.requested().count()
    if membership or looks_after:
        found["notice"] = Notice.objects.filter(community=page).first()
    return found | _inside(found, is_first=current is tabs[0])


def _tabs(
    request: HttpRequest, page: CommunityPage, *, membership: Membership | None, looks_after: bool
) -> list[dict[str, Any]]:
    offered = [(each.name, each.title) for each in parts.parts()]
    if membership:
        offered.append((PEOPLE, _("People")))
    about = (ABOUT, _("About"))
    offered = [*offered, about] if membership or looks_after else [about, *offered]
    asked, address = request.GET.get("show"), page.get_url(request)
    first = offered[0][0]
    current = asked if asked in dict(offered) else first
    return [
        {
            "name": name,
            "title": title,
            "url": address if name == first else f"{address}?show={name}",
            "is_current": name == current,
        }
        for name, title in offered
    ]


def _inside(found: dict[str, Any], *, is_first: bool) -> dict[str, Any]:
    """What stands in the open tab, and beside the first one."""
    page, membership, tab = found["page"], found["membership"], found["tab"]
    shown = next((each for each in parts.parts() if each.name == tab), None)
    inside: dict[str, Any] = {"html": parts.drawn(shown, found) if shown else ""}
    if is_first:
        inside["beside"] = parts.drawn_beside(found)
    if membership and (is_first or tab == PEOPLE):
        inside["facilitators"] = [
            row.member
            for row in page.memberships.facilitators_known_to(found["request"].user)
            .select_related("member")
            .order_by("member__folded_name")
        ]
    if membership and tab == PEOPLE:
        inside["member_count"] = in_figures(page.memberships.active().count())
    if membership and is_first:
        inside["welcome"] = _welcome(membership)
    return inside


def _welcome(membership: Membership) -> Any:
    """The words with which this member was welcomed not long ago, and whose they are."""
    welcomed_at = membership.welcomed_at
    if welcomed_at is None or welcomed_at < timezone.now() - WELCOME_STANDS:
        return None
    said = membership.events.filter(deed=Deed.WELCOMED, at__gte=membership.joined_at)
    return said.exclude(reason="").select_related("by").first()
