"""What editors keep of the words that need care."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
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
        "kept, unless they ask somebody to get in touch. Capitals, macrons and signs between words "
        "make no difference.",
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
        return cls.with_version(site)[0]

    @classmethod
    def with_version(cls, site: Site | None) -> tuple[list[str], int]:
        """The same, and which version of the list it is."""
        kept = cls.objects.filter(site=site).values_list("words", "version").first()
        words, version = kept or (help_words.DEFAULT, 1)
        return help_words.entries(words), version

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the list; another list is another version."""
        before = type(self).objects.filter(pk=self.pk).values_list("words", flat=True).first()
        if before is not None and before != self.words:
            self.version += 1
        super().save(*args, **kwargs)


class CommunityNotes(models.Model):
    """The content notes that a community offers, where its facilitators keep a list of its own."""

    community = models.OneToOneField(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="content_notes"
    )
    names = models.TextField(blank=True)
    """One a line."""

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"Content notes of {self.community_id}"


class PostNotes(models.Model):
    """The content notes of a post, one a line; a post without any has no row."""

    post = models.OneToOneField(
        "forum_conversation.Post", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    by_author = models.TextField(blank=True)
    by_facilitator = models.TextField(blank=True)

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"Content notes of post {self.post_id}"


class ReaderNotes(models.Model):
    """What one reader wants opened and left out, one note a line; every other note is folded."""

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    shown = models.TextField(blank=True)
    left_out = models.TextField(blank=True)

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"Content notes as {self.reader_id} wants them"
