"""How long letters are kept."""

from datetime import timedelta

from core.retention import keep
from notifications.mail.models import Letter

LETTERS = timedelta(days=30)

keep(
    "letters",
    "that a mail about something new was sent, when and to whom",
    kept=LETTERS,
    past=lambda now: Letter.objects.filter(made_at__lt=now - LETTERS),
)
