"""What follows when a community's page is gone, and when somebody is."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete
from django.dispatch import receiver

from communities import services
from communities.models import CommunityPage
from members.models import User
from members.signals import account_closed


@receiver(post_delete, sender=CommunityPage, dispatch_uid="communities.delete_groups")
def delete_groups(instance: CommunityPage, **kwargs: Any) -> None:
    """Take the groups along, as a cascade would if the foreign keys pointed the other way.

    Without them nobody keeps a door open that no membership accounts for.
    """
    Group.objects.filter(pk__in=(instance.group_id, instance.facilitator_group_id)).delete()


@receiver(account_closed, dispatch_uid="communities.leave_all")
def leave_all(user: User, **kwargs: Any) -> None:
    """At once, and not by a task: until then the doors would stay open."""
    services.leave_all(member=user)
