"""Closing one's own account: locked at once, closed for good when two weeks are over."""

import logging
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from members import services
from members.departures import Departure
from members.models import User
from work.each import each
from work.moment import database_now

GRACE = timedelta(days=14)

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_to_leave(*, user: User, withdraws_words: bool = False) -> Departure:
    """Lock the account now, hide its name, and write to its person how to undo it.

    What they were called is kept aside until then. Asking again changes nothing.
    Raises ValidationError when nobody would be left to look after the site.
    """
    user = services.locked(user)
    if departure := Departure.objects.filter(user=user).first():
        return departure
    services.require_somebody_left(user, user)
    now = database_now()
    departure = Departure.objects.create(
        user=user,
        name=user.display_name,
        withdraws_words=withdraws_words,
        asked_at=now,
        due_at=now + GRACE,
    )
    services.end_sessions(user)
    user.is_active, user.display_name = False, services.FORMER_MEMBER
    user.save(update_fields=["is_active", "display_name"])
    link = f"{settings.SITE_URL}{reverse('account_keep', args=[departure.token])}"
    _write(user, "closing", {"departure": departure, "keep_url": link})
    return departure


@transaction.atomic
def keep_account(*, user: User) -> bool:
    """Undo the departure: the person has their name again and may sign in.

    False when nothing was asked for, when it was undone already, or when it is too late.
    """
    user = services.locked(user)
    departure = Departure.objects.open().filter(user=user).first()
    if departure is None:
        return False
    user.is_active, user.display_name = True, departure.name
    user.save(update_fields=["is_active", "display_name"])
    departure.delete()
    _write(user, "kept", {})
    return True


def close_due_accounts(now: datetime | None = None) -> int:
    """Close for good the accounts whose departure was not undone in time; says how many.

    Safe to run again, and several times at once. An account that cannot be closed
    (nobody else looks after the site) stays locked and is tried again next time.
    """
    due = Departure.objects.due(now).order_by("due_at").values_list("user", flat=True)
    return each(due, lambda pk: _close_if_it_can(pk, now), what="Closing account")


def _close_if_it_can(pk: int, now: datetime | None) -> bool:
    try:
        return _close_if_due(pk, now)
    except ValidationError:
        logger.warning("An account past its time stays: nobody else looks after the site.")
        return False


@transaction.atomic
def _close_if_due(pk: int, now: datetime | None) -> bool:
    user = services.locked(User(pk=pk))
    if not Departure.objects.due(now).filter(user=user).exists():
        return False
    services.close_account(user=user, by=user)
    return True


def _write(user: User, about: str, context: dict) -> None:
    get_adapter().send_mail(f"account/email/{about}", user.email, context)
