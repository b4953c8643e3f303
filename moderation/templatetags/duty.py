"""Moments of duty hours, as short as they can be."""

from datetime import datetime

from django import template
from django.utils import timezone

from core.templatetags.ui import nz_datetime, nz_time

register = template.Library()


@register.filter(expects_localtime=False)
def soon(moment: datetime | None) -> str:
    """5 pm, where that is today on the site's clock; else with its day."""
    if moment is None:
        return ""
    zone = timezone.get_default_timezone()
    is_today = timezone.localdate(moment, zone) == timezone.localdate(timezone=zone)
    return nz_time(moment, zone) if is_today else nz_datetime(moment, zone)
