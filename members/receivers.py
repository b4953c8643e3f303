"""What follows when the agreement is published."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from members.joining import agreement
from members.models import AgreementPage


@receiver(page_published, sender=AgreementPage, dispatch_uid="members.ask_for_agreement")
def ask_for_agreement(instance: AgreementPage, **kwargs: Any) -> None:
    """At once, and not by a task: what is written from now on is written under it."""
    agreement.ask_everybody(page=instance)
