"""New accounts that wait for a coordinator's word."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from core.waiting import Waiting, waiting
from members.models import Application


@waiting(order=10)
def accounts(request: Any) -> Iterator[Waiting]:
    if not request.user.has_perm("members.change_application"):
        return
    if number := Application.objects.filter(waits=True).count():
        words = ngettext(
            "%(number)d person waits to be let in", "%(number)d people wait to be let in", number
        )
        yield Waiting(words % {"number": number}, reverse("people_waiting:index"))
