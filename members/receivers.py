"""What follows when the agreement is published, and when a second step is added."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.signals import page_published

from members.joining import agreement
from members.models import AgreementPage, User
from members.rights import SECOND_STEPS


@receiver(page_published, sender=AgreementPage, dispatch_uid="members.ask_for_agreement")
def ask_for_agreement(instance: AgreementPage, **kwargs: Any) -> None:
    """Ask everybody at once, not by a task: what is written from now on is written under it."""
    agreement.ask_everybody(page=instance)


@receiver(authenticator_added, dispatch_uid="members.count_as_shown")
def count_as_shown(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Count a new app or passkey as shown: its person is not asked for it right after."""
    if authenticator.type in SECOND_STEPS:
        told = {"id": authenticator.pk, "type": authenticator.type, "reauthenticated": True}
        record_authentication(request, user, "mfa", **told)
