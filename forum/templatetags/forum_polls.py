"""How a poll stands."""

from typing import Any

from django import template
from django.template.context import Context

from forum.polls import standing

register = template.Library()


@register.simple_tag(takes_context=True)
def stand_of(context: Context, poll: Any) -> standing.Stand:
    """How the poll stands, for the reader."""
    return standing.stand_of(poll, context["request"].user)


@register.simple_tag(takes_context=True)
def may_vote_now(context: Context, poll: Any, stand: standing.Stand) -> bool:
    """Whether the reader may vote, and has not."""
    request = context["request"]
    handler = request.forum_permission_handler
    return not stand.has_voted and handler.can_vote_in_poll(poll, request.user)
