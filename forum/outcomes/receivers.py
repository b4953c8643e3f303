"""Who is told of what became of a topic."""

from typing import Any

from django.dispatch import receiver

from forum.outcomes import notices
from forum.outcomes.models import Standing
from forum.signals import topic_settled


@receiver(topic_settled, dispatch_uid="forum.tell_of_end")
def tell_of_end(standing: Standing, by: Any, **kwargs: Any) -> None:
    """Tell when it is said, and again when the last signature is there."""
    signed = standing.signatures.values_list("signed_at", flat=True)
    last = None if standing.waits else signed.order_by("-signed_at").first()
    at = last or standing.settled_at
    if at:
        notices.tell(standing, by=by, at=at)
