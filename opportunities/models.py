"""Training, scholarships and vacancies, each a page with dates."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import StoryBlock
from core.days import days_until, site_today
from core.pages import BasePage
from opportunities.enums import MARKS, Kind, State
from opportunities.querysets import OpportunityQuerySet

PER_PAGE = 20
RECENTLY_CLOSED = 10


class OpportunityIndexPage(BasePage):
    """The list of opportunities: open now, opening soon and closed."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["opportunities.OpportunityPage"]
    page_description = "A list of training, scholarships and vacancies: add them below this page."

    class Meta:
        verbose_name = "opportunities list"

    def opportunities(self, user: Any, kind: str = "") -> OpportunityQuerySet:
        """The notices below this page that the person may see."""
        notices = OpportunityPage.objects.child_of(self).visible_to(user)
        return notices.filter(kind=kind) if kind else notices

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``?kind=``, ``?state=closed``, ``?page=``; anything else counts as absent."""
        kind = request.GET.get("kind", "")
        kind = kind if kind in Kind.values else ""
        only_closed = request.GET.get("state") == State.CLOSED

        notices = self.opportunities(request.user, kind)
        listed = notices.closed() if only_closed else notices.open()
        context = super().get_context(request, *args, **kwargs) | {
            "page_obj": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
            "kind": kind,
            "only_closed": only_closed,
        }
        if not only_closed:
            context["opening_soon"] = notices.opening_soon()[:PER_PAGE]
            context["recently_closed"] = notices.closed()[:RECENTLY_CLOSED]
        return context


class OpportunityPage(BasePage):
    """A notice of training, a scholarship or a vacancy, open between two dates."""

    mark = "award"

    kind = models.CharField(max_length=20, choices=Kind.choices, db_index=True)
    provider = models.CharField(
        max_length=160, help_text="Who offers it, for example a tertiary institute or an employer."
    )
    level = models.CharField(max_length=80, blank=True, help_text="For example: NZQF Level 4.")
    places = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many can get it. Leave empty when there is no limit."
    )
    cost = models.CharField(
        max_length=120, blank=True, help_text="What it costs the person, for example: fees paid."
    )
    opens_on = models.DateField(
        "opens",
        null=True,
        blank=True,
        db_index=True,
        help_text="First day to apply. Leave empty when it is open as soon as it is published.",
    )
    closes_on = models.DateField(
        "closes",
        null=True,
        blank=True,
        db_index=True,
        help_text="Last day to apply, open until midnight. Leave empty when there is none.",
    )
    who_may_apply = models.TextField(
        blank=True,
        help_text="In plain words, and who comes first when places are few.",
    )
    how_to_apply = models.TextField(
        blank=True, help_text="What to send or fill in, where, and when people hear back."
    )
    link = models.URLField(
        "link to apply",
        max_length=500,
        blank=True,
        help_text="Where people apply. It is offered only while it is open.",
    )
    body = StreamField(StoryBlock(), blank=True, help_text="The story: what it is and leads to.")

    objects = PageManager.from_queryset(OpportunityQuerySet)()

    parent_page_types: ClassVar[list[str]] = ["opportunities.OpportunityIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "A notice of training, a scholarship or a vacancy, with dates."

    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("provider"),
        index.SearchField("level"),
        index.SearchField("who_may_apply"),
        index.SearchField("how_to_apply"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("closes_on"),
    ]
    content_panels: ClassVar[list[Panel | str]] = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("provider"), FieldPanel("level")]),
                FieldRowPanel([FieldPanel("places"), FieldPanel("cost")]),
            ],
            heading="What is offered",
        ),
        FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")], heading="Dates"),
        MultiFieldPanel(
            [FieldPanel("who_may_apply"), FieldPanel("how_to_apply"), FieldPanel("link")],
            heading="Applying",
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "opportunity"
        verbose_name_plural = "opportunities"

    def clean(self) -> None:
        super().clean()
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": "It cannot close before it opens."})

    @property
    def kind_mark(self) -> str:
        return MARKS.get(self.kind, self.mark)

    @property
    def state(self) -> State:
        return self.state_on(site_today())

    def state_on(self, day: date) -> State:
        """The notice's state on that day, by the same rule as the querysets."""
        if self.opens_on and day < self.opens_on:
            return State.SOON
        if self.closes_on and day > self.closes_on:
            return State.CLOSED
        return State.OPEN

    @property
    def days_left(self) -> int | None:
        """Days from today to the closing day: 0 on that day, None when closed or without one."""
        if not self.closes_on or self.state == State.CLOSED:
            return None
        return days_until(self.closes_on)
