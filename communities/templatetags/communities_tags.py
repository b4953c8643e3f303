"""Communities, wherever a template wants them: ``{% communities as found %}``."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context

from communities import rules
from communities.front import front
from communities.models import CommunityPage, JoinRule
from communities.querysets import CommunityQuerySet

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
    return front(context["request"], page)


@register.simple_tag(takes_context=True)
def open_tab(context: Context, page: CommunityPage) -> str:
    """The title of the tab that is open; empty on the page itself."""
    return front(context["request"], page)["tab_title"]


@register.simple_tag
def rule_in_words(lines: Iterable[JoinRule]) -> str:
    return rules.in_words(lines)


@register.simple_tag
def people_let_in(lines: Iterable[JoinRule]) -> str:
    """How many people a rule lets in today, in words."""
    return rules.how_many(lines)
