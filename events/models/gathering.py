"""What an event and a conference have in common."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import StoryBlock
from core.pages import BasePage
from events.editing import GatheringForm
from events.enums import Held


class GatheringPage(BasePage):
    """A page about people coming together: how it is held, where, by whom, for whom."""

    mark = "calendar"

    held = models.CharField(
        "how it is held", max_length=10, choices=Held.choices, default=Held.ON_SITE
    )
    place = models.CharField(
        max_length=160,
        blank=True,
        help_text="The name of the place, for example: Community House, Petone.",
    )
    address = models.CharField(
        max_length=255,
        blank=True,
        help_text="Street and town, and how to get in if that is not plain.",
    )
    host = models.CharField(
        max_length=160, blank=True, help_text="The organisation or community that invites."
    )
    for_whom = models.CharField(
        "for whom",
        max_length=255,
        blank=True,
        help_text="For example: all peer support workers in the area.",
    )
    cost = models.CharField(
        max_length=120, blank=True, help_text="For example: free, or $40 with lunch."
    )
    contact = models.CharField(
        "whom to ask",
        max_length=200,
        blank=True,
        help_text="A role and an e-mail address or telephone number. Everybody can read it.",
    )
    body = StreamField(
        StoryBlock(), blank=True, help_text="The story: what happens, and what to bring."
    )

    where_panel = MultiFieldPanel(
        [FieldPanel("held"), FieldPanel("place"), FieldPanel("address")], heading="Where"
    )
    people_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("host"), FieldPanel("for_whom")]),
            FieldRowPanel([FieldPanel("cost"), FieldPanel("contact")]),
        ],
        heading="Who and how",
    )

    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("place"),
        index.SearchField("host"),
        index.SearchField("for_whom"),
        index.SearchField("body"),
    ]
    content_panels: ClassVar[list[Panel | str]] = [*BasePage.content_panels]
    base_form_class = GatheringForm

    class Meta:
        abstract = True

    @property
    def is_on_site(self) -> bool:
        return self.held != Held.ONLINE

    @property
    def is_online(self) -> bool:
        return self.held != Held.ON_SITE

    def clean(self) -> None:
        super().clean()
        if self.is_on_site and not self.place:
            raise ValidationError({"place": "Say where it is, or choose “Online” above."})
