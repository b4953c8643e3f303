"""Words that need care, on the pages where people write and read."""

from django import template
from django.template.context import Context

from core.help_now import NEW_ZEALAND, HelpNow, help_now

register = template.Library()


@register.simple_tag(takes_context=True)
def where_help_is(context: Context) -> HelpNow:
    """The site's help lines; New Zealand's own where it has set none."""
    band = help_now(context.get("site_settings"))
    return band if band and band.lines else NEW_ZEALAND
