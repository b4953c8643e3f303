"""The list of events and conferences."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from core.pages import BasePage
from events.enums import Held
from events.querysets import GatheringQuerySet

PER_PAGE = 20

# The words of the filter in the address, and the ways of holding that each stands for.
WAYS: dict[str, tuple[str, ...]] = {
    "online": (Held.ONLINE, Held.BOTH),
    "on-site": (Held.ON_SITE, Held.BOTH),
}


class EventIndexPage(BasePage):
    """The list of gatherings to come, and of past ones; each reader sees what is open to them."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["events.EventPage", "events.ConferencePage"]
    page_description = "A list of events and conferences: add them as pages below this one."

    class Meta:
        verbose_name = "events list"

    def gatherings(self, user: Any) -> GatheringQuerySet:
        """The events and conferences that the person may see: all of the site that this list is
        of, those that stand under a community included."""
        around = self.path[: -self.steplen]
        return GatheringQuerySet(Page).filter(path__startswith=around).visible_to(user)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``?when=past``, ``?how=online|on-site``, ``?page=``; anything else counts as absent."""
        is_past = request.GET.get("when") == "past"
        how = request.GET.get("how", "")
        how = how if how in WAYS else ""

        gatherings = self.gatherings(request.user)
        gatherings = gatherings.past() if is_past else gatherings.upcoming()
        if how:
            gatherings = gatherings.held(*WAYS[how])
        paginator = Paginator(gatherings.specific(), PER_PAGE)

        return super().get_context(request, *args, **kwargs) | {
            "page_obj": paginator.get_page(request.GET.get("page")),
            "is_past": is_past,
            "how": how,
        }
