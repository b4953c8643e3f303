"""What is asked of editors when they publish a gathering; a draft may be kept without it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from events.enums import Held


class GatheringForm(WagtailAdminPageForm):
    """A place typed for an online event is refused, and not left out without a word."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_deferred_validation and cleaned.get("held") == Held.ONLINE:
            for name in ("place", "address"):
                if (cleaned.get(name) or "").strip():
                    self.add_error(
                        name,
                        _(
                            "Readers of an online event are shown no place. Choose “Online and "
                            "on site” above, or leave this empty."
                        ),
                    )
        return cleaned


class EventForm(GatheringForm):
    """An event that people join online has its link from the first, until it is over."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_online = cleaned.get("held") in (Held.ONLINE, Held.BOTH)
        ends_at = cleaned.get("ends_at")
        is_over = ends_at is not None and ends_at < timezone.now()
        named = "online_link" in self.errors or cleaned.get("online_link")
        if is_online and not self.is_deferred_validation and not is_over and not named:
            self.add_error(
                "online_link",
                _("Give the link with which people join, or keep a draft until you have it."),
            )
        return cleaned
