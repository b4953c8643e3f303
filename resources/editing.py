"""The editors' form of a resource."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

NOT_YET = (
    "The member whose case this is has not agreed, so it cannot be published. You can save it as "
    "a draft meanwhile."
)


class ResourcePageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        """Refuse to publish a scenario that is made of somebody's case without their consent."""
        cleaned = super().clean()
        publishes = "action-publish" in self.data or cleaned.get("go_live_at")
        if publishes and self.instance.pk and self.instance.waits_for_consent:
            raise ValidationError(NOT_YET)
        return cleaned
