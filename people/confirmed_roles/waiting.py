"""Roles that somebody asked to have confirmed."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from core.waiting import Waiting, waiting
from people.access import DECIDE_ALL
from people.models import ConfirmedRole


@waiting(order=40)
def requested_roles(request: Any) -> Iterator[Waiting]:
    """All of them for coordinators, those of their organisations for contacts; nobody's own."""
    asked = ConfirmedRole.objects.to_be_answered_by(request.user)
    if request.user.has_perm(DECIDE_ALL):
        address = f"{reverse('confirmed_roles:index')}?stage=waiting"
    else:
        asked = asked.filter(organisation__contacts=request.user)
        address = reverse("people:roles_to_answer")
    if number := asked.count():
        words = ngettext(
            "%(number)d role waits to be confirmed", "%(number)d roles wait to be confirmed", number
        )
        yield Waiting(words % {"number": number}, address)
