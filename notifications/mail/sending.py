"""Sending letters: each once, or twice with one ``Message-ID`` when the process is killed between
the mail server's yes and our note of it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from time import monotonic
from typing import Any

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import task

from core.delivery import Delivery
from core.moment import database_now
from notifications.mail.models import MOST_TRIES, Letter, Trouble
from notifications.mail.stopping import pause
from notifications.mail.writing import Left, written

logger = logging.getLogger(__name__)

BATCH = 200
"""Letters sent by one task: other mail gets its turn between two."""

IN_HAND = timedelta(minutes=5)
"""How long letters are their sender's. After half of it, the rest is left to the next: a server
that does not answer (``EMAIL_TIMEOUT``) must not make the other half."""

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 480, 720)]
"""Between one try and the next. After the last, the letter is given up: all is on the site."""


@task(queue_name="mail")
def send_letters() -> None:
    """Send some of the letters that are due; if others are left, have them sent after that.

    Safe to run at any time, in several workers, and again after it was killed.
    """
    letters = take(database_now())
    if letters and send(letters) and len(letters) == BATCH:
        send_letters.enqueue()


@transaction.atomic
def take(now: datetime) -> list[int]:
    """Take letters in hand that nobody has, and say which."""
    due = Letter.objects.due(now).order_by("next_at", "pk").select_for_update(skip_locked=True)
    taken = list(due.values_list("pk", flat=True)[:BATCH])
    Letter.objects.filter(pk__in=taken).update(next_at=now + IN_HAND, taken=F("taken") + 1)
    return taken


def send(keys: Sequence[int]) -> bool:
    """Write these letters and send them over one connection; whether the server answered.

    A letter that has nothing to tell any more is thrown away; one that cannot be written is put
    back, and holds up no other.
    """
    messages = written(in_full(keys))
    empty = [letter.pk for letter, message in messages if message is Left.EMPTY]
    if empty:
        Letter.objects.filter(pk__in=empty).delete()
    put_back([letter for letter, message in messages if message is Left.UNWRITTEN])
    return _deliver(
        [(letter, message) for letter, message in messages if not isinstance(message, Left)]
    )


def in_full(keys: Sequence[int]) -> QuerySet[Letter]:
    """Those of the letters that are still to be sent, with what is needed to write them."""
    letters = Letter.objects.filter(pk__in=keys, sent_at=None).order_by("pk")
    return letters.select_related("member", "member__letterbox", "member__notification_preferences")


def _deliver(messages: list[tuple[Letter, EmailMultiAlternatives]]) -> bool:
    if not messages:
        return True
    connection = Delivery()
    until = monotonic() + IN_HAND.total_seconds() / 2
    done, answers = 0, True
    try:
        connection.open()
        for letter, message in messages:
            if monotonic() > until:
                break
            _deliver_one(connection, letter, message)
            done += 1
    except (OSError, SMTPServerDisconnected) as error:
        # The server is away, not the letters wrong: all that are left wait for it.
        logger.warning("The mail server does not answer (%s)", type(error).__name__)
        answers = False
    finally:
        _close(connection)
    put_back([letter for letter, _message in messages[done:]])
    return answers


def _deliver_one(connection: Any, letter: Letter, message: EmailMultiAlternatives) -> None:
    try:
        connection.send_messages([message])
    except SMTPServerDisconnected:
        raise
    except SMTPRecipientsRefused as error:
        refused = [code for code, _words in error.recipients.values()]
        _refused(letter, for_ever=all(500 <= code < 600 for code in refused))
    except AnymailRecipientsRefused:
        _refused(letter, for_ever=True)
    except (SMTPException, AnymailError) as error:
        logger.warning("A letter did not leave (%s)", type(error).__name__)
        put_back([letter])
    else:
        Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())


def _refused(letter: Letter, *, for_ever: bool) -> None:
    if for_ever:
        pause(address=letter.member.email, trouble=Trouble.BOUNCED)
        Letter.objects.filter(pk=letter.pk).update(next_at=None, came_back_at=timezone.now())
    else:
        put_back([letter])


def put_back(letters: Sequence[Letter]) -> None:
    """Let these letters be tried again after a pause, or give them up after the last one."""
    now = database_now()
    for tries in {letter.tries for letter in letters}:
        own = [letter.pk for letter in letters if letter.tries == tries]
        over = tries + 1 >= MOST_TRIES
        next_at = None if over else now + PAUSES[tries]
        left = Letter.objects.filter(pk__in=own, sent_at=None)
        left.update(next_at=next_at, tries=tries + 1)
        if over:
            logger.error("%d letters were given up after %d tries", len(own), tries + 1)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):
        logger.info("The mail server hung up first")
