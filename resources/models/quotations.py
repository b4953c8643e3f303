"""What somebody said, and whether it may stand in a resource."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import random_public_id
from people.enums import JobRole
from resources.enums import Consent, Place, ShownAs
from resources.querysets import QuotationQuerySet


class Quotation(models.Model):
    """Words of one person, for one resource: shown while they agree, and never else.

    They stand in this row alone, neither in the page nor in its revisions nor in the search
    index: without the row's consent they are nowhere. ``source`` is the key of the message that
    they come from. Written by ``resources.services`` alone.
    """

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=12, unique=True, default=random_public_id, editable=False)
    page = models.ForeignKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="quotations"
    )
    place = models.CharField(max_length=10, choices=Place, default=Place.QUOTE)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="quotations"
    )
    source = models.PositiveBigIntegerField(db_index=True)
    words = models.TextField(blank=True)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.ASKED)
    shown_as = models.CharField(max_length=10, choices=ShownAs, default=ShownAs.NOTHING)
    role = models.CharField(max_length=20, choices=JobRole, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    objects = QuotationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("page", "source", "place"), name="resources_quoted_once"
            ),
            models.CheckConstraint(
                name="resources_words_with_consent",
                condition=Q(consent__in=(Consent.ASKED, Consent.GIVEN)) & ~Q(words="")
                | Q(consent__in=(Consent.REFUSED, Consent.WITHDRAWN), words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"quotation {self.pk}"

    @property
    def is_asked(self) -> bool:
        return self.consent == Consent.ASKED

    @property
    def is_given(self) -> bool:
        return self.consent == Consent.GIVEN

    @property
    def said_by(self) -> str:
        """How its person is named beside it: as they chose, and else not at all."""
        if self.shown_as == ShownAs.NAME and self.member:
            return self.member.get_full_name()
        if self.shown_as == ShownAs.ROLE and self.role:
            return str(self.get_role_display())
        return ""
