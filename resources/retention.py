"""How long a question about words waits, and how long is kept that they were taken back."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from core.retention import keep
from resources.enums import Consent, Place
from resources.models import Quotation

ASKED_FOR = timedelta(days=90)
ANSWERED_FOR = timedelta(days=365)


def _unanswered(now: datetime) -> QuerySet[Quotation]:
    """Without the dilemmas: while one waits, its scenario is not published."""
    asked = Quotation.objects.filter(consent=Consent.ASKED, asked_at__lt=now - ASKED_FOR)
    return asked.exclude(place=Place.DILEMMA)


def _ended(now: datetime) -> QuerySet[Quotation]:
    ended = Quotation.objects.exclude(consent__in=(Consent.ASKED, Consent.GIVEN))
    return ended.filter(answered_at__lt=now - ANSWERED_FOR).exclude(place=Place.DILEMMA)


keep(
    "unanswered-quotations",
    "words that somebody was asked for, and never answered",
    kept=ASKED_FOR,
    past=_unanswered,
)
keep(
    "ended-quotations",
    "that somebody did not agree to be quoted, or took their words back",
    kept=ANSWERED_FOR,
    past=_ended,
)
