"""What every page of the site has in common."""

from typing import ClassVar

from django.db import models
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
