"""Reports that wait for somebody who looks after a community, or after the site."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import ngettext

from core.waiting import Waiting, waiting
from moderation import queue
from moderation.enums import State
from moderation.models import Report


@waiting(order=10)
def reports(request: Any) -> Iterator[Waiting]:
    """One line for each community and one for what stands in none: what nobody has taken, and
    what this person has in hand."""
    user = request.user
    to_do = Q(state=State.OPEN) | Q(state=State.TAKEN, taken_by=user)
    counted = (
        Report.objects.falling_to(user)
        .filter(to_do, communities__in=queue.looked_after(user).values("pk"))
        .order_by()
        .values_list("communities__folded_title", "communities__title", "communities")
        .annotate(number=Count("pk"))
    )
    for _folded, title, community, number in sorted(counted):
        words = ngettext(
            "%(title)s: %(number)d report waits", "%(title)s: %(number)d reports wait", number
        )
        address = queue.address_of(community)
        yield Waiting(words % {"title": title, "number": number}, address)
    if number := queue.of_the_site(user).filter(to_do).count():
        words = ngettext("%(number)d report waits", "%(number)d reports wait", number)
        yield Waiting(words % {"number": number}, queue.address_of(None))
