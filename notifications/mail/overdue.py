"""Letters that should have left: an alarm for whoever looks after the site, in numbers alone."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from notifications.models.letters import Letter
from work.moment import database_now

logger = logging.getLogger(__name__)

LATE = timedelta(minutes=15)
"""How long after its time nobody has taken a letter in hand: three times what a killed sender
costs."""

WAITS_LONG = timedelta(hours=1)


@dataclass(frozen=True)
class Waiting:
    letters: int
    oldest: datetime | None
    untaken: int
    """Past their time, and nobody takes them: sending is at a stand."""
    tried: int
    """That did not leave, and are tried again."""
    long: int
    given_up: int
    """Of the letters that are kept: they told of nothing, what was in them is on the site."""


def waiting(now: datetime | None = None) -> Waiting:
    """The numbers of the letters that have not left; one query."""
    now = now or database_now()
    left = Q(next_at__isnull=False)
    found = Letter.objects.filter(sent_at=None, came_back_at=None).aggregate(
        letters=Count("pk", filter=left),
        oldest=Min("made_at", filter=left),
        untaken=Count("pk", filter=Q(next_at__lt=now - LATE)),
        tried=Count("pk", filter=left & Q(tries__gt=0)),
        long=Count("pk", filter=left & Q(made_at__lt=now - WAITS_LONG)),
        given_up=Count("pk", filter=~left),
    )
    return Waiting(**found)


def tell_the_log(now: datetime | None = None) -> bool:
    """Say at error that letters wait for long, if any do."""
    found = waiting(now)
    if found.long or found.untaken:
        logger.error(
            "%d letters wait for more than an hour, %d of them were tried; nobody takes %d. "
            "Is the worker running, and does the mail server answer?",
            found.long, found.tried, found.untaken,
        )  # fmt: skip
    return bool(found.long or found.untaken)


def given_up() -> QuerySet[Letter]:
    return Letter.objects.filter(sent_at=None, came_back_at=None, next_at=None)


def try_again() -> int:
    """Let the letters that were given up be tried as if they were new; how many those are."""
    return given_up().update(next_at=database_now(), tries=0, taken=0)
