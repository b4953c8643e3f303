"""Communities, wherever a template wants them: ``{% communities as found %}``."""

from django import template
from django.template.context import Context

from communities.models import CommunityPage
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
