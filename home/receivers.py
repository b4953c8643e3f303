"""What follows for the front door when an account is closed."""

from typing import Any

from django.dispatch import receiver

from home.models import StepAside
from members.signals import account_closed


@receiver(account_closed, dispatch_uid="home.forget_steps")
def forget_steps(user: Any, **kwargs: Any) -> None:
    StepAside.objects.filter(member=user).delete()
