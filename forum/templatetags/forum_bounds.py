"""Why somebody may not write in a room for a while."""

from typing import Any

from django import template
from django.template.context import Context

from forum.rooms.bounds import Bound

register = template.Library()


@register.simple_tag(takes_context=True)
def bound_here(context: Context, forum: Any) -> Bound | None:
    request = context["request"]
    return request.forum_permission_handler.bound_in(forum, request.user)
