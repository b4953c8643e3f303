"""An event: a few hours that members can say they are interested in."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import https_only
from events.editing import EventForm
from events.models.gathering import GatheringPage
from events.panels import InterestPanel
from events.querysets import EventQuerySet
from events.zones import site_zone, zone_choices


class EventPage(GatheringPage):
    """A gathering members can say they are interested in, online or on site."""

    starts_at = models.DateTimeField(
        "starts", db_index=True, help_text="In the site's time zone, whatever the zone below."
    )
    ends_at = models.DateTimeField("ends", db_index=True, help_text="In the site's time zone.")
    time_zone = models.CharField(
        max_length=64,
        choices=zone_choices,
        default=site_zone,
        help_text="The zone readers see the times in. Change it only for an event that is held "
        "somewhere else.",
    )
    online_link = models.URLField(
        "link to join online",
        max_length=500,
        blank=True,
        validators=[https_only],
        help_text="Only people who are signed in and have registered interest see this link, "
        "until the event is over. It is needed to publish the event; a draft can wait for it.",
    )

    objects = PageManager.from_queryset(EventQuerySet)()

    parent_page_types: ClassVar[list[str]] = [
        "events.EventIndexPage",
        "communities.CommunityPage",
    ]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = EventForm
    page_description = "A meeting, workshop or course day that members can register interest in."

    search_fields: ClassVar[list] = [*GatheringPage.search_fields, index.FilterField("starts_at")]
    content_panels: ClassVar[list[Panel | str]] = [
        *GatheringPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("time_zone"),
            ],
            heading="When",
        ),
        MultiFieldPanel(
            [*GatheringPage.where_panel.children, FieldPanel("online_link")], heading="Where"
        ),
        GatheringPage.people_panel,
        FieldPanel("body"),
        InterestPanel(heading="Who is interested"),
    ]

    class Meta:
        verbose_name = "event"

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "An event must end after it starts."})
        if self.online_link and not self.is_online:
            raise ValidationError(
                {"online_link": "An event on site has no link. Choose “Online and on site”?"}
            )

    @property
    def zone(self) -> ZoneInfo:
        """The zone its times are shown in."""
        return ZoneInfo(self.time_zone)

    @property
    def is_past(self) -> bool:
        return self.ends_at < timezone.now()
