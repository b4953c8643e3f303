"""Who is told when a seal is to be opened, and is."""

from typing import Any

from django.dispatch import receiver

from forum.signals import seal_asked, seal_settled
from forum.signing.models import Opening
from forum.unsealing import notices
from forum.unsealing.access import who_agrees
from notifications.services import notify, settle


@receiver(seal_asked, dispatch_uid="forum.tell_of_asking")
def tell_of_asking(opening: Opening, **kwargs: Any) -> None:
    notify(list(who_agrees(opening)), kind=notices.ASKED, about=opening)


@receiver(seal_settled, dispatch_uid="forum.tell_of_opening")
def tell_of_opening(opening: Opening, **kwargs: Any) -> None:
    """Tell who asked; the author too, but only when it is open."""
    settle(kind=notices.ASKED, about_id=opening.pk)
    if opening.asked_by_id:
        notify([opening.asked_by_id], kind=notices.ANSWERED, about=opening)
    if opening.author_id:
        notify([opening.author_id], kind=notices.OPENED, about=opening)
