"""How long words that were sent back are kept for their author."""

from datetime import datetime

from django.db.models import QuerySet

from core.retention import keep
from forum.signing.models import KEPT_FOR as UNSENT_FOR
from forum.signing.models import Unsent
from forum.topics.held import KEPT_FOR, DeclinedPost, HeldChange


def past(now: datetime) -> QuerySet:
    return DeclinedPost.objects.filter(at__lt=now - KEPT_FOR)


keep(
    "unsent-posts",
    "drafts; messages without a name that were taken back, or could not be sent",
    kept=UNSENT_FOR,
    past=lambda now: Unsent.objects.filter(goes_at=None, at__lt=now - UNSENT_FOR),
)
keep(
    "declined-posts",
    "messages that a facilitator sent back, for their authors to try again",
    kept=KEPT_FOR,
    past=past,
)
keep(
    "declined-changes",
    "changes of messages that a facilitator sent back, for their authors to try again",
    kept=KEPT_FOR,
    past=lambda now: HeldChange.objects.sent_back_before(now - KEPT_FOR),
)
