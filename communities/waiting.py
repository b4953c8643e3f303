"""Requests to join, and newcomers whom nobody has welcomed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import ngettext

from communities import access
from communities.models import CommunityPage, Membership
from core.waiting import Waiting, waiting


@waiting(order=30)
def requests_and_newcomers(request: Any) -> Iterator[Waiting]:
    """For facilitators in their communities, for coordinators in those that nobody looks after."""
    theirs = CommunityPage.objects.live().falling_to(
        request.user, coordinates=access.is_coordinator(request.user)
    )
    rows = Membership.objects.filter(community__in=theirs)
    asking = _by_community(rows.requested())
    new = _by_community(rows.unwelcomed())
    for key in sorted({*asking, *new}, key=lambda key: (asking.get(key) or new[key])[0]):
        address = reverse("communities:looking_after", args=[key])
        if key in asking:
            title, number = asking[key]
            words = ngettext(
                "%(title)s: %(number)d person asks to join",
                "%(title)s: %(number)d people ask to join",
                number,
            )
            yield Waiting(words % {"title": title, "number": number}, f"{address}#requests")
        if key in new:
            title, number = new[key]
            words = ngettext(
                "%(title)s: %(number)d newcomer to welcome",
                "%(title)s: %(number)d newcomers to welcome",
                number,
            )
            yield Waiting(words % {"title": title, "number": number}, f"{address}?show=new#members")


def _by_community(rows: Any) -> dict[int, tuple[str, int]]:
    """The title of each community and how many of the rows it has."""
    counted = (
        rows.order_by()
        .values("community_id")
        .annotate(title=F("community__title"), number=Count("pk"))
    )
    return {row["community_id"]: (row["title"], row["number"]) for row in counted}
