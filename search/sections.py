"""What can be found, and for whom: each section is a queryset of what the reader may see."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from wagtail.documents import get_document_model
from wagtail.models import Page

from communities.models import CommunityPage
from core.querysets import collections_closed_to, exclude_restricted
from events.models import ConferencePage, EventPage
from forum.reading.search import search_posts
from opportunities.models import OpportunityPage
from resources.models import ResourcePage

Results = Any
"""What Wagtail's backend returns: sliceable, iterable, with ``count()``; nothing is read before."""


@dataclass(frozen=True)
class Section:
    """One kind of thing to search. ``find`` takes cleaned words and the reader."""

    key: str
    label: str
    find: Callable[[str, Any], Results]
    belongs_to: Callable[[Any], Any] = attrgetter("pk")

    def first(self, words: str, user: Any, number: int) -> tuple[list[Any], bool]:
        """The best few, one for each thing they belong to, and whether there is more."""
        rows = list(self.find(words, user)[: number * 6 + 1])
        distinct = {self.belongs_to(row): row for row in reversed(rows)}
        best = sorted(distinct.values(), key=rows.index)[:number]
        return best, len(rows) > len(best)


def find_pages(*models: type[Page]) -> Callable[[str, Any], Results]:
    """A search over pages of these types (all types when none is named), best first."""

    def find(words: str, user: Any) -> Results:
        pages = Page.objects.live().filter(depth__gt=1)
        if models:
            pages = pages.type(*models)
        return exclude_restricted(pages, user).search(words)

    return find


def find_files(words: str, user: Any) -> Results:
    documents = get_document_model().objects.exclude(collection__in=collections_closed_to(user))
    return documents.search(words)


SECTIONS = (
    Section("pages", "Pages", find_pages()),
    Section("discussions", "Discussions", search_posts, attrgetter("topic_id")),
    Section("files", "Files", find_files),
    Section("resources", "Resources", find_pages(ResourcePage)),
    Section("events", "Events", find_pages(EventPage, ConferencePage)),
    Section("opportunities", "Training and scholarships", find_pages(OpportunityPage)),
    Section("communities", "Communities", find_pages(CommunityPage)),
)
"""In the order of the choice on the page; the first three together are everything."""

EVERYTHING = SECTIONS[:3]
BY_KEY = {section.key: section for section in SECTIONS}
