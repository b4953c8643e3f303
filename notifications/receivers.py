"""What follows when an account closes."""

from typing import Any

from django.dispatch import receiver

from members.models import User
from members.signals import account_closed
from notifications import services


@receiver(account_closed, dispatch_uid="notifications.forget")
def forget(user: User, **kwargs: Any) -> None:
    services.forget(member=user)
