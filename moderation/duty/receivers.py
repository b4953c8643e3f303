"""Who is told of duty items, and what follows when somebody steps down or closes their account."""

from typing import Any

from django.dispatch import receiver

from communities.models import Membership
from communities.signals import facilitator_dismissed
from members.models import User
from members.signals import account_closed
from moderation.duty import notices, rota, services
from moderation.duty.models import DutyItem, TalkedOver
from moderation.duty.signals import (
    asker_answered,
    item_climbed,
    item_settled,
    somebody_named,
    talk_over_asked,
)


@receiver(item_climbed, dispatch_uid="moderation.duty.tell_waits")
def tell_waits(item: DutyItem, people: set[int], cover_is_over: bool, **kwargs: Any) -> None:
    notices.tell_waits(item, people)
    if cover_is_over:
        notices.tell_asker(item)


@receiver(item_settled, dispatch_uid="moderation.duty.settled")
def settled(item: DutyItem, **kwargs: Any) -> None:
    notices.settled(item)


@receiver(somebody_named, dispatch_uid="moderation.duty.tell_named")
def tell_named(item: DutyItem, person: User, **kwargs: Any) -> None:
    notices.tell_named(item, person)


@receiver(asker_answered, dispatch_uid="moderation.duty.tell_asker")
def tell_asker(item: DutyItem, **kwargs: Any) -> None:
    notices.tell_asker(item)


@receiver(talk_over_asked, dispatch_uid="moderation.duty.tell_to_talk")
def tell_to_talk(asked: TalkedOver, **kwargs: Any) -> None:
    notices.tell_to_talk(asked)


@receiver(facilitator_dismissed, dispatch_uid="moderation.duty.leave_rota")
def leave_rota(membership: Membership, **kwargs: Any) -> None:
    rota.leave_rota(facilitator=membership.member, community=membership.community_id)


@receiver(account_closed, dispatch_uid="moderation.duty.forget")
def forget(user: User, withdraws_words: bool = False, **kwargs: Any) -> None:
    rota.leave_rota(facilitator=user)
    services.forget(member=user, withdraws_words=withdraws_words)
