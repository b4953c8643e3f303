"""Querysets of resources."""

from typing import Self

from django.db.models import TextField
from django.db.models.functions import Cast

from core.querysets import PageQuerySet


class ResourceQuerySet(PageQuerySet):
    def newest(self) -> Self:
        """The last published first, always in the same order."""
        return self.order_by("-first_published_at", "-pk")

    def for_audience(self, audience: str) -> Self:
        """Resources meant for one ``Audience``."""
        words = Cast("audiences", TextField())
        return self.alias(audience_words=words).filter(audience_words__contains=f'"{audience}"')

    def about(self, topic_slug: str) -> Self:
        return self.filter(topics__slug=topic_slug)

    def only(self, *fields: str) -> Self:
        """Some fields alone, as the tree asks when it deletes: then without the files."""
        return super(ResourceQuerySet, self.select_related(None)).only(*fields)
