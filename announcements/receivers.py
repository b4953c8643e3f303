"""What follows when somebody's account closes."""

from typing import Any

from django.dispatch import receiver

from announcements.models import Announcement
from members.models import User
from members.signals import account_closed


@receiver(account_closed, dispatch_uid="announcements.forget_author")
def forget_author(user: User, **kwargs: Any) -> None:
    """Announcements stay when their author's account goes, without the name."""
    Announcement.objects.filter(author=user).update(author=None)
