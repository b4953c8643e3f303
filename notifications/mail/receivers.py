"""What follows when a mail provider tells of trouble."""

from datetime import timedelta
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.dispatch import receiver
from django.utils import timezone

from members.models import User
from notifications.mail import tokens
from notifications.mail.stopping import pause, stop
from notifications.models.letters import Letter, Trouble

GONE = {RejectReason.BOUNCED, RejectReason.INVALID}
"""There is no such mailbox; what is full or busy for now takes letters again."""

ON_THE_WAY = timedelta(days=5)
"""How long mail servers try before they say that a mail came back."""


@receiver(tracking, dispatch_uid="notifications.hear_of_trouble")
def hear_of_trouble(event: AnymailTrackingEvent, **kwargs: Any) -> None:
    """Pause mail to an address that is gone or that complained; stop it where one unsubscribed.

    Opening and clicking are never measured, and what is told of them is not looked at.
    """
    if not event.recipient:
        return
    refused = event.event_type in (EventType.BOUNCED, EventType.REJECTED)
    if event.event_type == EventType.COMPLAINED or (
        refused and event.reject_reason == RejectReason.SPAM
    ):
        pause(address=event.recipient, trouble=Trouble.COMPLAINED)
    elif refused and event.reject_reason in GONE:
        pause(address=event.recipient, trouble=Trouble.BOUNCED)
        note_that_it_came_back(event.recipient)
    elif event.event_type == EventType.UNSUBSCRIBED:
        for member in User.objects.filter(email__iexact=event.recipient):
            stop(member=member, scope=tokens.ALL)


def note_that_it_came_back(address: str) -> None:
    """Note that the last letter to this address came back: each provider names it its own way."""
    now = timezone.now()
    sent = Letter.objects.filter(member__email__iexact=address, sent_at__gte=now - ON_THE_WAY)
    last = sent.order_by("-sent_at", "-pk").first()
    if last is not None and last.came_back_at is None:
        Letter.objects.filter(pk=last.pk).update(came_back_at=now)
