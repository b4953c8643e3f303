"""A conference or symposium: one or more days with a programme and materials."""

import datetime
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from core.days import site_today
from core.querysets import collections_closed_to
from events.blocks import MaterialsBlock, ProgrammeBlock
from events.models.gathering import GatheringPage
from events.querysets import ConferenceQuerySet


@dataclass
class ProgrammeDay:
    """A day of the programme and its sessions, in the editor's order."""

    date: datetime.date
    title: str = ""
    sessions: list[Any] = field(default_factory=list)


class ConferencePage(GatheringPage):
    """A conference or symposium. Its days are days where the site lives."""

    starts_on = models.DateField("first day", db_index=True)
    ends_on = models.DateField(
        "last day", db_index=True, help_text="The same as the first day when there is only one."
    )
    themes = models.TextField(blank=True, help_text="One theme a line.")
    programme = StreamField(
        ProgrammeBlock(),
        blank=True,
        help_text="Put a day first, then its sessions in order; then the next day.",
    )
    materials = StreamField(
        MaterialsBlock(),
        blank=True,
        help_text="Documents of the whole conference. Those of a session are listed with them.",
    )

    objects = PageManager.from_queryset(ConferenceQuerySet)()

    parent_page_types: ClassVar[list[str]] = [
        "events.EventIndexPage",
        "communities.CommunityPage",
    ]
    subpage_types: ClassVar[list[str]] = []
    page_description = "A conference or symposium with a programme and materials."

    search_fields: ClassVar[list] = [
        *GatheringPage.search_fields,
        index.SearchField("themes"),
        index.SearchField("programme"),
        index.FilterField("starts_on"),
    ]
    content_panels: ClassVar[list[Panel | str]] = [
        *GatheringPage.content_panels,
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")], heading="When"),
        GatheringPage.where_panel,
        GatheringPage.people_panel,
        MultiFieldPanel([FieldPanel("themes"), FieldPanel("body")], heading="Story"),
        FieldPanel("programme"),
        FieldPanel("materials"),
    ]

    class Meta:
        verbose_name = "conference"

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "The last day cannot be before the first."})

    @property
    def is_past(self) -> bool:
        return self.ends_on < site_today()

    @property
    def theme_list(self) -> list[str]:
        return [theme.strip() for theme in self.themes.splitlines() if theme.strip()]

    @property
    def days(self) -> list[ProgrammeDay]:
        """The programme by day. Sessions before the first day heading are on the first day."""
        days: list[ProgrammeDay] = []
        for block in self.programme:
            if block.block_type == "day":
                days.append(ProgrammeDay(block.value["date"], block.value["title"]))
                continue
            if not days:
                days.append(ProgrammeDay(self.starts_on))
            days[-1].sessions.append(block.value)
        return days

    @property
    def all_materials(self) -> list[Any]:
        """Every document of the conference once: its own first, then those of the sessions."""
        documents = [block.value for block in self.materials]
        documents += [
            document
            for day in self.days
            for session in day.sessions
            for document in session["materials"]
        ]
        return list({document.pk: document for document in documents if document}.values())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``materials`` and ``open_documents``, without what the reader may not open."""
        documents = self.all_materials
        closed = (
            set(collections_closed_to(request.user).values_list("pk", flat=True))
            if documents
            else set()
        )
        materials = [document for document in documents if document.collection_id not in closed]
        return super().get_context(request, *args, **kwargs) | {
            "materials": materials,
            "open_documents": {document.pk for document in materials},
        }
