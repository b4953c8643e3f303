"""Keeping what is typed into a form."""

from typing import Any

from django import template

from forum.drafts.holds import Hold
from forum.topics.models import Topic

register = template.Library()


@register.simple_tag
def hold_of_reply(topic: Topic, draft: Any = None) -> Hold:
    """Where the words of the short reply box are kept; it begins with those of the draft."""
    return Hold.of(topic, draft)
