"""What the editor shows beside the fields."""

from typing import Any

from wagtail.admin.panels import Panel


class InterestPanel(Panel):
    """How many would like to come, with a way to the list of who; nothing to fill in."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/admin/interest_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                "event": self.instance,
                "request": self.request,
            }
