"""What waits on duty, for facilitators, and for coordinators to whom it came."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import ngettext

from core.waiting import Waiting, waiting
from moderation.duty.access import on_duty_in
from moderation.duty.models import DutyItem


@waiting(order=5)
def duty(request: Any) -> Iterator[Waiting]:
    """One line for each community that the person facilitates, and one for all others."""
    user = request.user
    counted = (
        DutyItem.objects.falling_to(user)
        .waiting_for(user)
        .annotate(here=Exists(on_duty_in(user).filter(pk=OuterRef("community"))))
        .order_by()
        .values_list("community__folded_title", "community__title", "community", "here")
        .annotate(number=Count("pk"))
    )
    elsewhere = 0
    for _folded, title, community, here, number in sorted(counted):
        if not here:
            elsewhere += number
            continue
        words = ngettext(
            "%(title)s: %(number)d waits on duty", "%(title)s: %(number)d wait on duty", number
        )
        address = reverse("duty:community", args=[community])
        yield Waiting(words % {"title": title, "number": number}, address)
    if elsewhere:
        words = ngettext("%(number)d waits on duty", "%(number)d wait on duty", elsewhere)
        yield Waiting(words % {"number": elsewhere}, reverse("duty:site"))
