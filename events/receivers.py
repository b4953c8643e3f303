"""What follows for events when an account is closed."""

from typing import Any

from django.dispatch import receiver

from events import services
from members.signals import account_closed


@receiver(account_closed, dispatch_uid="events.withdraw_all")
def withdraw_all(user: Any, **kwargs: Any) -> None:
    services.withdraw_all(member=user)
