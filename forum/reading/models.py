"""Posts as the search index sees them, and what somebody marked as read last."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from wagtail.search import index

from forum.topics.models import Post


class SearchablePost(index.Indexed, Post):
    """A readable post in Wagtail's search index.

    Its own save signals never fire; ``forum.reading.receivers`` keeps the index in step.
    Who may read what is asked of the database at each search, and not indexed.
    """

    search_fields: ClassVar[list] = [
        index.SearchField("subject", boost=2),
        index.SearchField("content"),
        index.AutocompleteField("subject"),
        index.FilterField("approved"),
        index.FilterField("created"),
        index.RelatedFields("topic", [index.FilterField("forum"), index.FilterField("approved")]),
    ]

    class Meta:
        app_label = "cop_forum"
        proxy = True
        verbose_name = "post"

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        return cls._default_manager.filter(approved=True, topic__approved=True)


class MarkedRead(models.Model):
    """What one person marked as read last, by hand, and how far they had read before.

    Written by ``forum.reading.marking``. While it can be undone, no mark is put in its place.
    """

    UNDONE_WITHIN = timedelta(minutes=1)

    wagtail_reference_index_ignore = True

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    """Also when the notifications were read that went with it."""
    what = models.CharField(max_length=5, choices=[("topic", "topics"), ("forum", "rooms")])
    until = models.DateTimeField()
    """The mark that was set."""
    before = models.JSONField()
    """The mark of each by its key, in ISO 8601, or null where there was none."""

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"marked by {self.pk}"
