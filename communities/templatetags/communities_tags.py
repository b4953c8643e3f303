"""Communities, wherever a template wants them: ``{% communities as found %}``."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context

from communities import access, parts, rules
from communities.enums import Way
from communities.models import CommunityPage, JoinRule, Notice
from communities.querysets import CommunityQuerySet
from core.figures import in_figures

register = template.Library()


@register.simple_tag(takes_context=True)
def communities(context: Context) -> CommunityQuerySet:
    """Every community the reader may know of, by name."""
    return CommunityPage.objects.visible_to(context["request"].user).order_by("folded_title")


@register.simple_tag(takes_context=True)
def my_communities(context: Context) -> CommunityQuerySet:
    """The communities the reader belongs to, by name; none for a visitor."""
    user = context["request"].user
    if not user.is_authenticated:
        return CommunityPage.objects.none()
    return CommunityPage.objects.live().of_member(user).order_by("folded_title")


@register.inclusion_tag("communities/_inside.html", takes_context=True)
def in_community(context: Context, page: CommunityPage) -> dict[str, Any]:
    """A community's page as this reader may see it: what they can do, and what is inside."""
    request = context["request"]
    user = request.user
    standing = page.standing_of(user)
    membership = standing if standing and standing.is_active else None
    way = access.way_in(user, page, standing)
    found = {
        "page": page,
        "request": request,
        "standing": standing,
        "membership": membership,
        "way": way.name,
        "parts": parts.drawn(request, page, membership),
    }
    if way in (Way.RULE_NOT_MET, Way.VISITOR) and page.by_rule:
        found["rule"] = rules.in_words(page.rules.select_related("area"))
    if access.looks_after(user, membership):
        found["looks_after"] = True
        found["waiting"] = page.memberships.requested().count()
    if membership or "looks_after" in found:
        found["notice"] = Notice.objects.filter(community=page).first()
    if membership:
        facilitators = page.memberships.facilitators_known_to(user)
        found["member_count"] = in_figures(page.memberships.active().count())
        found["facilitators"] = [
            row.member
            for row in facilitators.select_related("member").order_by("member__folded_name")
        ]
    return found


@register.simple_tag
def rule_in_words(lines: Iterable[JoinRule]) -> str:
    return rules.in_words(lines)


@register.simple_tag
def people_let_in(lines: Iterable[JoinRule]) -> str:
    """How many people a rule lets in today, in words."""
    return rules.how_many(lines)
