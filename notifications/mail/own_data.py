"""What is kept about a person's mail, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from members.export import Row, exported
from notifications.mail.models import Letter, Letterbox


@exported("letterbox", _("Whether mail about what is new reaches you"))
def letterbox(user: Any) -> Iterator[Row]:
    """Without the key, which is a key."""
    for box in Letterbox.objects.filter(member=user):
        yield {
            "stopped_by_you": box.stopped_at,
            "paused": box.paused_at,
            "paused_for": box.paused_address,
            "because_it": box.get_trouble_display(),
        }


@exported("letters", _("Mail about what is new that was sent to you"))
def letters(user: Any) -> Iterator[Row]:
    """That it was sent. What it said is nowhere but in the mailbox."""
    for letter in Letter.objects.filter(member=user).order_by("pk"):
        yield {
            "made": letter.made_at,
            "comes": letter.get_rhythm_display(),
            "about_your_account": letter.essential,
            "tries": letter.tries,
            "sent": letter.sent_at,
        }
