"""Sending letters: each once, or twice with one ``Message-ID`` when the process is killed between
the mail server's yes and our note of it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from time import monotonic
from typing import Any

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import task

from notifications.mail.stopping import pause
from notifications.mail.writing import Left, written
from notifications.models.letters import MOST_TAKEN, MOST_TRIES, Letter, Trouble
from work.delivery import MAIL
from work.each import is_about_all
from work.moment import database_now
from work.queue import enqueue
from work.traces import trace_of

logger = logging.getLogger(__name__)

BATCH = 200
"""Letters sent by one task: other mail gets its turn between two."""

IN_HAND = timedelta(minutes=5)
"""How long letters are their sender's. After half of it, the rest is left to the next: a server
that does not answer (``EMAIL_TIMEOUT``) must not make the other half."""

SUSPECTED = 3
"""After so many times in hand a letter goes alone: what kills its sender takes no other along."""

IN_A_ROW = 3
"""Letters after which it is the server that is away, and none of them that it hangs up over."""

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 480, 720)]
"""Between one try and the next. After the last, the letter is given up: all is on the site."""


@task(queue_name="mail")
def send_letters() -> None:
    """Send some of the letters that are due; if others are left, have them sent after that.

    Safe to run at any time, in several workers, and again after it was killed.
    """
    letters, are_all = take_some(database_now())
    if letters and send(letters) and not are_all:
        enqueue(send_letters)


def take(now: datetime) -> list[int]:
    return take_some(now)[0]


@transaction.atomic
def take_some(now: datetime) -> tuple[list[int], bool]:
    """Take letters in hand that nobody has: many, or one that was in hand often. Says which, and
    whether they were all."""
    due = Letter.objects.due(now).order_by("next_at", "pk").select_for_update(skip_locked=True)
    keys = due.values_list("pk", flat=True)
    steady = list(keys.filter(taken__lt=SUSPECTED)[:BATCH])
    taken = steady or list(keys[:1])
    Letter.objects.filter(pk__in=taken).update(next_at=now + IN_HAND, taken=F("taken") + 1)
    return taken, len(steady) < BATCH and (bool(steady) or not taken)


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
    """The letters that are still to be sent, with what is needed to write them."""
    letters = Letter.objects.filter(pk__in=keys, sent_at=None).order_by("pk")
    return letters.select_related("member", "member__letterbox", "member__notification_preferences")


def _deliver(messages: list[tuple[Letter, EmailMultiAlternatives]]) -> bool:
    if not messages:
        return True
    if not MAIL.may_be_asked():
        hand_back([letter for letter, _message in messages])
        return False
    connection = get_connection(settings.DELIVERY_BACKEND)
    until = monotonic() + IN_HAND.total_seconds() / 2
    untried, unanswered = list(messages), []
    last: Exception | None = None
    in_a_row = 0
    try:
        connection.open()
        while untried and in_a_row < IN_A_ROW and monotonic() <= until:
            letter, message = untried.pop(0)
            error = _deliver_one(connection, letter, message)
            if error is None:
                in_a_row = 0
                continue
            last = error
            if _is_no_answer(error):
                unanswered.append(letter)
                in_a_row += 1
            # The next letter begins anew: this one may have been left in the middle.
            _close(connection)
            connection.open()
    except Exception as error:
        if is_about_all(error):
            raise
        last, in_a_row = error, IN_A_ROW
        logger.warning("The mail server does not answer (%s)", type(error).__name__)
    finally:
        _close(connection)
    left = [letter for letter, _message in untried]
    if in_a_row and len(left) == len(messages):
        unanswered, left = left, []
    put_back(unanswered)
    hand_back(left)
    if last is not None and in_a_row >= IN_A_ROW:
        MAIL.failed(last)
    elif not in_a_row:
        MAIL.answered()
    return not in_a_row


def _deliver_one(
    connection: Any, letter: Letter, message: EmailMultiAlternatives
) -> Exception | None:
    """Send it and note what came of it; the error, where the server did not say what it is."""
    try:
        connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        refused = [code for code, _words in error.recipients.values()]
        _refused(letter, for_ever=all(code >= 500 for code in refused))
    except AnymailRecipientsRefused:
        _refused(letter, for_ever=True)
    except Exception as error:
        # Whatever it is, it is this letter's: it may not hold up another.
        if _is_no_answer(error):
            logger.warning("Letter %s got no answer (%s)", letter.pk, type(error).__name__)
            return error
        logger.error("Letter %s did not leave.\n%s", letter.pk, trace_of(error))
        put_back([letter])
        return None if isinstance(error, SMTPException | AnymailError) else error
    else:
        Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
    return None


def _is_no_answer(error: Exception) -> bool:
    if isinstance(error, SMTPException):
        return isinstance(error, SMTPServerDisconnected)
    return isinstance(error, OSError) and getattr(error, "status_code", None) is None


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
        left.update(next_at=next_at, tries=tries + 1, taken=0)
        if over:
            logger.error("Letters %s were given up after %d tries", own, tries + 1)


def hand_back(letters: Sequence[Letter]) -> None:
    """Let these letters be taken by the next: they were in hand, and not tried."""
    if own := [letter.pk for letter in letters]:
        left = Letter.objects.filter(pk__in=own, sent_at=None)
        left.update(next_at=database_now(), taken=0)


def give_up_killers(now: datetime) -> int:
    """Give up letters that were in hand so often and never settled: they may kill their sender."""
    over = Letter.objects.filter(sent_at=None, next_at__lte=now, taken__gte=MOST_TAKEN)
    keys = list(over.values_list("pk", flat=True))
    if keys:
        Letter.objects.filter(pk__in=keys, sent_at=None).update(next_at=None)
        logger.error("Letters %s were given up: each of their senders was killed", keys)
    return len(keys)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):
        logger.info("The mail server hung up first")
