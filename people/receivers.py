"""What follows when an account closes."""

from typing import Any

from django.dispatch import receiver

from members.models import User
from members.signals import account_closed
from people import services
from people.confirmed_roles import services as roles


@receiver(account_closed, dispatch_uid="people.forget")
def forget(user: User, **kwargs: Any) -> None:
    services.forget(member=user)
    roles.forget(member=user)
