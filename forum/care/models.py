"""What editors keep of the words that need care."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from forum.care import help_words


@register_setting(icon="help", order=20)
class HelpWords(BaseSiteSetting):
    """Words at which their author is shown, before a message is sent, where help is."""

    words = models.TextField(
        "words and phrases",
        max_length=10_000,
        blank=True,
        default=help_words.default,
        help_text="One a line. Somebody who writes one of them in the discussions sees the site’s "
        "help lines before it is sent, and may send it anyway. Nobody else is told, and nothing is "
        "kept. Capitals, macrons and signs between words make no difference.",
    )
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Goes up with each change of the list."
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel("words", widget=forms.Textarea(attrs={"rows": 24})),
        FieldPanel("version", read_only=True),
    ]

    class Meta:
        app_label = "cop_forum"
        verbose_name = "Words that offer help"

    @classmethod
    def of(cls, site: Site | None) -> list[str]:
        """The site's words and phrases; the ones it comes with while nobody has changed them."""
        kept = cls.objects.filter(site=site).values_list("words", flat=True).first()
        return help_words.entries(help_words.DEFAULT if kept is None else kept)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the list; another list is another version."""
        before = type(self).objects.filter(pk=self.pk).values_list("words", flat=True).first()
        if before is not None and before != self.words:
            self.version += 1
        super().save(*args, **kwargs)
