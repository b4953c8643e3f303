"""The community agreement, and who accepted which version of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import StoryBlock
from core.pages import BasePage


class AgreementPage(BasePage):
    """How people treat each other here. Those who have not accepted it are asked before they write.

    Publishing a higher ``version`` asks everybody again (``members.joining.agreement``).
    """

    body = StreamField(StoryBlock(), blank=True)
    version = models.PositiveIntegerField(
        _("version"),
        default=1,
        help_text=_(
            "Raise it by one when something changes that people have to agree to. Everybody is "
            "then asked again before they next write. Leave it for corrections."
        ),
    )
    asked_version = models.PositiveIntegerField(default=0, editable=False)
    """The highest version that everybody has been asked about; no part of any revision."""

    content_panels: ClassVar[list[Panel | str]] = [
        *BasePage.content_panels,
        FieldPanel("body"),
        FieldPanel("version"),
    ]
    search_fields: ClassVar[list] = [*BasePage.search_fields, index.SearchField("body")]
    exclude_fields_in_copy: ClassVar[list[str]] = ["asked_version"]

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        verbose_name = "community agreement"

    def clean(self) -> None:
        super().clean()
        if self.version < self.asked_version:
            message = _("People have been asked about version %(n)d. It cannot be lower.")
            raise ValidationError(
                {"version": ValidationError(message, params={"n": self.asked_version})}
            )

    def with_content_json(self, content: dict) -> "AgreementPage":
        page: Any = super().with_content_json(content)
        page.asked_version = self.asked_version
        return page


class Acceptance(models.Model):
    """One member's yes to one version of the agreement."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acceptances"
    )
    version = models.PositiveIntegerField()
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("member", "version"), name="members_accepts_once")
        ]

    def __str__(self) -> str:
        return f"version {self.version}"
