"""How far an announcement has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

KIND = "announcement"
"""The name of its kind of notification."""


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    STOPPED = "stopped", _("Stopped before it left")
    SENDING = "sending", _("On its way")
    SENT = "sent", _("Sent")


BEFORE = (State.DRAFT, State.SCHEDULED, State.STOPPED)
"""Nobody was told yet: it can still be changed."""
GONE = (State.SENDING, State.SENT)
