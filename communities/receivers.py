"""What follows when a community, a membership or an account ends, or an address is confirmed."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from communities import services
from communities.models import CommunityPage, Membership
from communities.signals import member_left
from members.models import User
from members.signals import account_closed
from notifications.services import mark_read


@receiver(post_delete, sender=CommunityPage, dispatch_uid="communities.delete_groups")
def delete_groups(instance: CommunityPage, **kwargs: Any) -> None:
    """Take the groups along, as a cascade would if the foreign keys pointed the other way.

    Without them nobody keeps a door open that no membership accounts for.
    """
    Group.objects.filter(pk__in=(instance.group_id, instance.facilitator_group_id)).delete()


@receiver(account_closed, dispatch_uid="communities.leave_all")
def leave_all(
    user: User, addresses: Iterable[str] = (), withdraws_words: bool = False, **kwargs: Any
) -> None:
    """End all memberships at once, not by a task: until then the doors would stay open."""
    services.leave_all(member=user)
    services.forget_addresses(member=user, emails=addresses)
    if withdraws_words:
        services.take_down_notices(by=user)
        services.withdraw_welcomes(by=user)


@receiver(member_left, dispatch_uid="communities.nothing_new")
def nothing_new(membership: Membership, **kwargs: Any) -> None:
    """Notifications of a community are no longer counted as new for somebody who left it."""
    mark_read(member=membership.member_id, community_id=membership.community_id)


@receiver(post_save, sender=EmailAddress, dispatch_uid="communities.find_invited")
def find_invited(instance: EmailAddress, raw: bool = False, **kwargs: Any) -> None:
    """Give the owner of a confirmed address its invitations, however it came to be confirmed."""
    if instance.verified and not raw:
        services.find_invited(member=instance.user, email=instance.email)
