"""Work in the background that failed, and letters that were given up: somebody tries them again."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from core.waiting import Waiting, waiting
from notifications.mail import overdue
from work import failed
from work.screen import MAY_LOOK_AFTER_WORK


@waiting(order=50)
def what_failed(request: Any) -> Iterator[Waiting]:
    if not request.user.has_perm(MAY_LOOK_AFTER_WORK):
        return
    screen = reverse("background_work")
    if number := failed.number():
        words = ngettext(
            "%(number)d piece of work failed", "%(number)d pieces of work failed", number
        )
        yield Waiting(words % {"number": number}, f"{screen}#failed")
    if number := overdue.given_up().count():
        words = ngettext(
            "%(number)d mail about what is new was given up",
            "%(number)d mails about what is new were given up",
            number,
        )
        yield Waiting(words % {"number": number}, f"{screen}#letters")
