"""Posts as the search index sees them."""

from typing import ClassVar

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
