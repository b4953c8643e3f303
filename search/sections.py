"""What can be found, and for whom: each section is a queryset of what the reader may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.documents import get_document_model
from wagtail.models import Page

from communities.models import CommunityPage
from core.querysets import collections_closed_to, exclude_restricted
from events.models import ConferencePage, EventPage
from forum.reading.search import FoundTopics
from opportunities.models import OpportunityPage
from resources.models import ResourcePage

Results = Any
"""Sliceable, with ``count()``, as what Wagtail's backend returns; nothing is read before."""


@dataclass(frozen=True)
class Section:
    """One kind of thing to search. ``find`` takes cleaned words and the reader."""

    key: str
    label: str
    find: Callable[[str, Any], Results]

    def first(self, words: str, user: Any, number: int) -> tuple[list[Any], bool]:
        """The best few, and whether there is more."""
        rows = list(self.find(words, user)[: number + 1])
        return rows[:number], len(rows) > number


def readable_pages(user: Any) -> Any:
    return exclude_restricted(Page.objects.live().filter(depth__gt=1), user)


def readable_files(user: Any) -> Any:
    return get_document_model().objects.exclude(collection__in=collections_closed_to(user))


def find_pages(*models: type[Page]) -> Callable[[str, Any], Results]:
    """A search over pages of these types (all types when none is named), best first."""

    def find(words: str, user: Any) -> Results:
        pages = readable_pages(user)
        return (pages.type(*models) if models else pages).search(words)

    return find


def find_files(words: str, user: Any) -> Results:
    return readable_files(user).search(words)


SECTIONS = (
    Section("pages", "Pages", find_pages()),
    Section("discussions", "Discussions", FoundTopics),
    Section("files", "Files", find_files),
    Section("resources", "Resources", find_pages(ResourcePage)),
    Section("events", "Events", find_pages(EventPage, ConferencePage)),
    Section("opportunities", "Training and scholarships", find_pages(OpportunityPage)),
    Section("communities", "Communities", find_pages(CommunityPage)),
)
"""In the order of the choice on the page; the first three together are everything."""

EVERYTHING = SECTIONS[:3]
BY_KEY = {section.key: section for section in SECTIONS}
