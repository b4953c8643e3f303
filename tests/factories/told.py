"""Whom something is told, and about what: the ground for that, and duty."""

from typing import Any

from communities import services as communities
from communities.models import CommunityIndexPage, CommunityPage
from members.models import User
from moderation.duty import services as duties
from notifications.models import Notification
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.duty import AskedFactory
from tests.factories.members import UserFactory

Told = tuple[User, Any]
"""Whom, and about what."""


def community_of(marker: str, **people: list[User]) -> CommunityPage:
    parent = CommunityIndexPage.objects.first() or CommunityIndexPageFactory()
    return CommunityFactory(parent=parent, title=f"{marker} community", **people)


def duty(marker: str) -> Told:
    """What somebody asked for in a community that the recipient looks after."""
    recipient = UserFactory()
    asking = UserFactory(display_name=f"{marker} person")
    community = community_of(marker, members=[asking], facilitators=[recipient])
    item = AskedFactory(
        community=community, member=asking, entry=f"{marker} entry", reach=f"{marker} reach"
    )
    Notification.objects.all().delete()
    return recipient, item


def duty_named(marker: str) -> Told:
    recipient, item = duty(marker)
    by = UserFactory(display_name=f"{marker} facilitator")
    communities.appoint_facilitator(community=item.community, member=by)
    duties.take(item=item, by=by)
    duties.note(item=item, by=by, words=f"{marker} note")
    item = duties.name_second(item=item, by=by, second=recipient)
    Notification.objects.all().delete()
    return recipient, item


def duty_answered(marker: str) -> Told:
    by, item = duty(marker)
    item = duties.take(item=item, by=by)
    Notification.objects.all().delete()
    return item.subject, item


def duty_to_talk_over(marker: str) -> Told:
    _second, item = duty_named(marker)
    item = duties.close(item=item, by=item.taken_by, to_subject=f"{marker} words")
    Notification.objects.all().delete()
    return item.taken_by, item.talked_over.get()
