"""Querysets of resources."""

from typing import Any, Self

from django.db import models
from django.db.models import TextField
from django.db.models.functions import Cast

from core.querysets import PageQuerySet
from resources.enums import Consent


class QuotationQuerySet(models.QuerySet[Any]):
    def shown(self) -> Self:
        """Quotations that may be read: their people agree, and are still here."""
        return self.filter(consent=Consent.GIVEN, member__is_active=True)

    def without_consent(self) -> Self:
        return self.exclude(consent=Consent.GIVEN)

    def open(self) -> Self:
        """Quotations whose words are still kept: asked for, or agreed to."""
        return self.filter(consent__in=(Consent.ASKED, Consent.GIVEN))


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
