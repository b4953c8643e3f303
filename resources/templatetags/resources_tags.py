"""The library, wherever a template wants it."""

from typing import Any

from django import template
from django.template.context import Context

from resources.enums import Place
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


@register.simple_tag(takes_context=True)
def quoted_in(context: Context, page: ResourcePage) -> dict[str, Any]:
    """What people agreed to have quoted in a resource: its ``dilemma`` (or None), the ``quotes``,
    and ``own``: whether the reader is among them. One query."""
    shown = list(page.quotations.shown().select_related("member"))
    user = context["request"].user
    return {
        "dilemma": next((each for each in shown if each.place == Place.DILEMMA), None),
        "quotes": [each for each in shown if each.place == Place.QUOTE],
        "own": user.is_authenticated and any(each.member_id == user.pk for each in shown),
    }
