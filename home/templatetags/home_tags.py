"""What the home page asks for."""

from django import template
from django.template.context import Context

from home.first_steps import FirstStep, first_steps

register = template.Library()


@register.simple_tag(takes_context=True)
def site_steps(context: Context) -> list[FirstStep]:
    """What this site needs first, for whoever looks after it; else nothing."""
    return first_steps(context["request"])
