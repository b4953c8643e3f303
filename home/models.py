"""The pages that hold the rest together: home, plain pages, and links in the menu."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from core.blocks import StoryBlock
from core.pages import BasePage

# No page lies deeper; longer addresses are not looked up part by part.
DEEPEST = 12


class HomePage(BasePage):
    """The front door. What it shows comes from the rest of the site; an editor says the welcome."""

    headline = models.CharField(
        max_length=80, blank=True, help_text="The large words at the top. Empty: the page's title."
    )
    body = StreamField(
        StoryBlock(),
        blank=True,
        help_text="Shown under the lists. Often best left empty.",
    )

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1

    content_panels: ClassVar[list[Panel | str]] = [
        FieldPanel("title"),
        FieldPanel("headline"),
        FieldPanel(
            "search_description",
            heading="Welcome",
            help_text="What this place is and who it is for, in two sentences.",
        ),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list] = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "home page"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page in two queries however deep it lies, and its breadcrumb with it.

        Wagtail asks twice for each part of the address. As there, the deepest page on
        the way decides what to make of the parts that are left.
        """
        self.way_here = []
        way: list[Page] = []
        parts = path_components[:DEEPEST]
        addresses = [
            "/".join([self.url_path.rstrip("/"), *parts[:depth], ""])
            for depth in range(1, len(parts) + 1)
        ]
        found = {
            page.url_path: page
            for page in self.get_descendants().filter(slug__in=parts, url_path__in=addresses)
        }
        while len(way) < len(addresses) and (page := found.get(addresses[len(way)])):
            way.append(page)
        if not way:
            return super().route(request, path_components)
        page = way[-1].specific
        page.way_here = [self, *way[:-1]]
        return page.route(request, path_components[len(way) :])


class StandardPage(BasePage):
    """A page of words: about, contact, privacy, the community agreement."""

    body = StreamField(StoryBlock(), blank=True)
    in_footer = models.BooleanField(
        "link at the foot of every page", default=False, help_text="For pages like Privacy."
    )

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    content_panels: ClassVar[list[Panel | str]] = [*BasePage.content_panels, FieldPanel("body")]
    promote_panels: ClassVar[list[Panel | str]] = [
        *BasePage.promote_panels,
        FieldPanel("in_footer"),
    ]
    search_fields: ClassVar[list] = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "page"


class LinkPage(BasePage):
    """An entry of the menu that leads to a part of the site outside the page tree, or elsewhere."""

    link = models.CharField(
        max_length=300,
        help_text="An address on this site, such as /forum/, or one that starts with https://.",
    )

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    preview_modes: ClassVar[list] = []

    content_panels: ClassVar[list[Panel | str]] = [*BasePage.content_panels, FieldPanel("link")]

    class Meta:
        verbose_name = "link in the menu"

    def clean(self) -> None:
        super().clean()
        here = self.link.startswith("/") and not self.link.startswith("//")
        if self.link and not here and not self.link.startswith("https://"):
            raise ValidationError(
                {"link": "Write an address that starts with / (this site) or with https://."}
            )

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple | None:
        """The link's own address, so that menus, lists and search lead there directly."""
        parts = super().get_url_parts(request=request)
        if parts is None:
            return None
        site_id, root_url, _path = parts
        return site_id, root_url if self.link.startswith("/") else "", self.link

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """Nothing: whoever answers at the address lists it."""
        return []

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.link)


class StepAside(models.Model):
    """That one member wants to see one of their first steps no more."""

    wagtail_reference_index_ignore = True

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="steps_aside"
    )
    step = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("member", "step"), name="home_step_aside_once")
        ]

    def __str__(self) -> str:
        """The step alone: whose it is stays out of logs."""
        return self.step
