"""The library, wherever a template wants it."""

from typing import Any

from django import template
from django.template.context import Context

from resources.listing import listing
from resources.models import ResourcePage

register = template.Library()


@register.simple_tag(takes_context=True)
def newest_resources(context: Context, limit: int = 4) -> list[ResourcePage]:
    """The resources published last that the reader may see."""
    return list(ResourcePage.objects.visible_to(context["request"].user).newest()[:limit])


@register.simple_tag(takes_context=True)
def resource_listing(context: Context) -> dict[str, Any]:
    """The library's list as the address asks for it: ``filters``, ``page_obj``."""
    return listing(context["request"])
