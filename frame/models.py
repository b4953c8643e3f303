"""What an editor sets for the whole site, the help-now band first of all."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Site

HELP_LINK = re.compile(r"(tel|sms):\+?[0-9][0-9 ()-]*|https://\S+|/(?!/)\S*")


def help_link(link: str) -> None:
    """Refuse what is neither a number to call or text, nor a page."""
    if not HELP_LINK.fullmatch(link):
        raise ValidationError(
            "Write tel:1737 to call, sms:1737 to text, or an address that starts with https://.",
            code="help_link",
        )


@register_setting(icon="help", order=10)
class SiteSettings(BaseSiteSetting, ClusterableModel):
    """Names and words of the site. Where to get help now stands on every page."""

    site_name = models.CharField(
        max_length=60,
        default="Alongside",
        help_text="Shown in the browser's tab and in search results.",
    )
    tagline = models.CharField(
        max_length=160,
        blank=True,
        help_text="What this site is, in one sentence, for search engines and shared links.",
    )
    help_text = models.CharField(
        "question or heading",
        max_length=120,
        blank=True,
        help_text="“Do you, or does someone you know, need help now?”",
    )
    footer_text = models.CharField(
        max_length=300, blank=True, help_text="Who runs the site, at the foot of every page."
    )

    first_steps_aside = models.BooleanField(
        "put the first steps aside",
        default=False,
        help_text="The home page then shows you no more what a new site needs first.",
    )

    panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                FieldPanel("help_text"),
                InlinePanel("help_lines", label="line", heading="Lines", max_num=4),
            ],
            heading="Help now, on every page",
        ),
        MultiFieldPanel(
            [FieldPanel("site_name"), FieldPanel("tagline"), FieldPanel("footer_text")],
            heading="The site",
        ),
        FieldPanel("first_steps_aside"),
    ]

    class Meta:
        verbose_name = "Site and help now"

    @classmethod
    def of(cls, site: Site) -> "SiteSettings | None":
        """The site's settings with their help lines; nothing is written.

        One query, or two while there are no lines. None when nobody has set anything yet.
        """
        lines = list(HelpLine.objects.filter(settings__site=site).select_related("settings"))
        settings = lines[0].settings if lines else cls.objects.filter(site=site).first()
        if settings:
            settings.help_lines = lines
        return settings


class HelpLine(Orderable):
    """One way to reach help, such as “Call or text 1737”."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="help_lines")
    label = models.CharField(
        max_length=80, help_text="“Call or text 1737”, “111 in an emergency”. Short and calm."
    )
    link = models.CharField(
        max_length=200,
        blank=True,
        validators=[help_link],
        help_text="tel:1737 to call, sms:1737 to text, or a page. Leave empty for words only.",
    )

    panels: ClassVar[list[Any]] = [FieldPanel("label"), FieldPanel("link")]

    def __str__(self) -> str:
        return self.label
