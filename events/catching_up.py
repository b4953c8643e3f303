"""Events announced since somebody was last here that are still to come."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.templatetags.ui import nz_datetime
from events.models import EventPage
from notifications.catching_up import Line, section


@section(_("Events"), order=20, most=3, stands_at_home=True)
def announced(member: Any, since: datetime, most: int) -> list[Line]:
    events = EventPage.objects.visible_to(member).upcoming()
    return [
        Line(event.title, event.get_url(), nz_datetime(event.starts_at, event.zone))
        for event in events.filter(first_published_at__gt=since)[:most]
    ]
