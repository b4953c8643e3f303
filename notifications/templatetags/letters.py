"""Whether mail reaches the reader."""

from typing import Any

from django import template

from notifications.models import Letterbox

register = template.Library()


@register.inclusion_tag("notifications/mail/_state.html", takes_context=True)
def mail_state(context: Any) -> dict[str, Any]:
    """A notice for somebody whose mail came back or who stopped it, with the way back."""
    user = context["request"].user
    box = Letterbox.objects.filter(member=user).first()
    return {
        "box": box,
        "address": user.email,
        "is_paused": box is not None and box.is_paused_for(user.email),
    }
