"""What every page of the site has in common."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page, PageManager
from wagtail.search import index

from core.querysets import PageQuerySet


class BasePage(Page):
    """A Wagtail page with a one-sentence lead, shown under the title and in search results."""

    lead = models.CharField(
        max_length=300,
        blank=True,
        help_text="One plain sentence under the title: what this page is for.",
    )

    objects = PageManager.from_queryset(PageQuerySet)()

    content_panels: ClassVar[list[Panel | str]] = [*Page.content_panels, FieldPanel("lead")]
    search_fields: ClassVar[list] = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"crumbs": self.crumbs(request)}

    def crumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """The published pages above this one, from the home page down: title and url."""
        above = self.get_ancestors().live().filter(depth__gt=1)
        return [{"title": page.title, "url": page.get_url(request) or ""} for page in above]
