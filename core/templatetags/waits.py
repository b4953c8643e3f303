"""What waits, in templates."""

from django import template
from django.template.context import Context

from core.waiting import Waiting, what_waits

register = template.Library()


@register.simple_tag(takes_context=True, name="what_waits")
def _what_waits(context: Context) -> list[Waiting]:
    return what_waits(context["request"])
