from typing import Any

from django import template
from django.template.context import Context

from resources.listing import listing
from resources.models import ResourcePage

register = template.Library()


@register.inclusion_tag("resources/_newest.html", takes_context=True)
def newest_resources(context: Context, limit: int = 4) -> dict[str, Any]:
    """The resources published last that the reader may see."""
    request = context["request"]
    return {
        "resources": ResourcePage.objects.visible_to(request.user).newest()[:limit],
        "request": request,
    }


@register.simple_tag(takes_context=True)
def resource_listing(context: Context) -> dict[str, Any]:
    """The library's list as the address asks for it: ``filters``, ``page_obj``, ``narrowed``."""
    return listing(context["request"])
