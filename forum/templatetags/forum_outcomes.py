"""What became of topics."""

from django import template
from django.template.context import Context

from forum.outcomes.access import can_settle_topic
from forum.topics.models import Topic

register = template.Library()


@register.simple_tag(takes_context=True)
def may_settle(context: Context, topic: Topic) -> bool:
    """Whether the reader may say what became of the topic, and take it back."""
    request = context["request"]
    return can_settle_topic(request.forum_permission_handler, topic, request.user)
