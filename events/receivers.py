"""What follows for events when they change, and when an account is closed."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import PageLogEntry, Revision
from wagtail.signals import page_published, page_unpublished

from events import notices, services
from events.models import EventPage
from members.signals import account_closed
from notifications.tasks import tell_audience


@receiver(account_closed, dispatch_uid="events.withdraw_all")
def withdraw_all(user: Any, **kwargs: Any) -> None:
    services.withdraw_all(member=user)


@receiver(page_published, sender=EventPage, dispatch_uid="events.tell_of_change")
def tell_of_change(instance: EventPage, revision: Revision | None = None, **kwargs: Any) -> None:
    """Tell of an event that is published again with another time or place."""
    if revision is None or not notices.is_to_come(instance):
        return
    earlier = (
        PageLogEntry.objects.filter(page=instance.pk, action="wagtail.publish")
        .exclude(revision=None)
        .exclude(revision=revision)
        .select_related("revision")
        .order_by("-timestamp", "-pk")
        .first()
    )
    if earlier and notices.has_moved(instance, earlier.revision.content):
        _tell(notices.CHANGED, instance, str(revision.pk))


@receiver(page_unpublished, sender=EventPage, dispatch_uid="events.tell_of_cancelling")
def tell_of_cancelling(instance: EventPage, **kwargs: Any) -> None:
    if notices.is_to_come(instance):
        _tell(notices.CANCELLED, instance, str(instance.latest_revision_id or ""))


def _tell(kind: str, event: EventPage, occasion: str) -> None:
    tell_audience(kind, event.pk, occasion=occasion)
