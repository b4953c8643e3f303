"""Saying that one would like to come, and taking it back."""

from typing import Any

from django.db import transaction

from events.models import EventPage, Interest
from events.signals import interest_registered, interest_withdrawn


@transaction.atomic
def register_interest(*, event: EventPage, member: Any) -> Interest:
    """Note that the member would like to come.

    Doing it twice changes nothing and announces nothing, also when both happen
    at the same moment: the database keeps one row for a member and an event.
    """
    interest, created = Interest.objects.get_or_create(event=event, member=member)
    if created:
        interest_registered.send(sender=Interest, interest=interest)
    return interest


@transaction.atomic
def withdraw_interest(*, event: EventPage, member: Any) -> bool:
    """Forget that the member would like to come; says whether there was anything to forget.

    The row is removed, not marked: nobody needs to know who changed their mind.
    """
    gone, _ = Interest.objects.filter(event=event, member=member).delete()
    if gone:
        interest_withdrawn.send(sender=Interest, event=event, member=member)
    return bool(gone)


@transaction.atomic
def withdraw_all(*, member: Any) -> None:
    """Forget every interest of somebody whose account is closed."""
    for interest in Interest.objects.filter(member=member).select_related("event"):
        withdraw_interest(event=interest.event, member=member)
