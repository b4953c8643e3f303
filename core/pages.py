"""What every page of the site has in common."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.search import index

from core.querysets import PageQuerySet, page_restrictions


class BasePage(Page):
    """A Wagtail page with a one-sentence lead.

    The lead stands under the title, in lists, in search results and in what other
    sites show of the page. It is kept in Wagtail's ``search_description``, which
    every page has in its base row, so that a mixed list needs no further query.
    """

    objects = PageManager.from_queryset(PageQuerySet)()

    content_panels: ClassVar[list[Panel | str]] = [
        *Page.content_panels,
        FieldPanel(
            "search_description",
            heading="Lead",
            help_text="One plain sentence: what this page is for. It stands under the title, in "
            "lists and in search results.",
        ),
    ]
    promote_panels: ClassVar[list[Panel | str]] = [
        MultiFieldPanel(["slug", "seo_title", "show_in_menus"], "Address and menu"),
    ]
    search_fields: ClassVar[list] = [
        *Page.search_fields,
        index.SearchField("search_description"),
    ]

    # The pages above, from home down, where the route to this page has read them already.
    way_here: list[Page] | None = None

    class Meta:
        abstract = True

    @property
    def lead(self) -> str:
        return self.search_description

    @lead.setter
    def lead(self, sentence: str) -> None:
        self.search_description = sentence

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"crumbs": self.crumbs(request)}

    def crumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """The published pages above this one, from the home page down: title and url."""
        above = self.way_here
        if above is None:
            above = self.get_ancestors().filter(depth__gt=1)
        return [
            {"title": page.title, "url": page.get_url(request) or ""} for page in above if page.live
        ]

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail finds them; without asking again when none can lie on the way here."""
        way = [*(self.way_here or ()), self]
        if self.way_here is None or any(page.alias_of_id for page in way):
            return super().get_view_restrictions()
        if any(self.path.startswith(restriction.path) for restriction in page_restrictions()):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()
