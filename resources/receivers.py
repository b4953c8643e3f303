"""What becomes of words that are quoted, when their people go, or a page is published."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from members.models import User
from members.signals import account_closed
from resources import services
from resources.models import ResourcePage


@receiver(account_closed, dispatch_uid="resources.forget_quotations")
def forget_quotations(user: User, **kwargs: Any) -> None:
    services.forget(member=user)


@receiver(page_published, sender=ResourcePage, dispatch_uid="resources.publish_with_consent")
def publish_with_consent(instance: ResourcePage, **kwargs: Any) -> None:
    """Take a scenario back that was published, by whatever way, without its author's consent."""
    if instance.waits_for_consent:
        instance.unpublish()
