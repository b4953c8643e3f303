"""Opportunities that opened since somebody was last here."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.catching_up import Line, section
from opportunities.models import OpportunityPage


@section(_("Training and scholarships"), order=30, most=3, stands_at_home=True)
def opened(member: Any, since: datetime, most: int) -> list[Line]:
    day = timezone.localdate(since)
    fresh = Q(opens_on__gt=day) | Q(opens_on=None, first_published_at__gt=since)
    notices = OpportunityPage.objects.visible_to(member).open().filter(fresh)
    return [
        Line(notice.title, notice.get_url(), notice.get_kind_display()) for notice in notices[:most]
    ]
