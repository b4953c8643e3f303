"""A line to those who have something to answer. It says that something waits, and not what."""

from collections.abc import Iterable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db.models import QuerySet

from core.roles import COORDINATORS
from members.models import User


def coordinators() -> QuerySet[User]:
    return User.objects.active().filter(groups__name=COORDINATORS)


def waits(people: Iterable[User], path: str) -> None:
    """Write to each that something waits for them there."""
    for person in people:
        context = {"answer_url": f"{settings.SITE_URL}{path}"}
        get_adapter().send_mail("account/email/something_waits", person.email, context)
