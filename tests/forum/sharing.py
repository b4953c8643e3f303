"""A room that peers share with clinicians, and the people in it."""

from datetime import timedelta

from communities import services as communities
from core.days import site_today
from forum.rooms.enums import Audience
from people.enums import ConfirmedRoleState
from people.models import ConfirmedRole
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory
from tests.factories.members import UserFactory


def confirm(member, role, days=30):
    """Let the role of this person be confirmed, for so many days to come."""
    return ConfirmedRole.objects.create(
        member=member,
        role=role,
        state=ConfirmedRoleState.VERIFIED,
        valid_until=site_today() + timedelta(days=days),
    )


def of(community, role="", name="Somebody"):
    """A member of the community, in a role that is confirmed, if any."""
    member = UserFactory(display_name=name)
    communities.join(community=community, member=member)
    if role:
        confirm(member, role)
    return member


def shared_room(peers, clinical, hours=0):
    return RoomFactory(
        name="Side by side",
        audience=Audience.COMMUNITIES,
        communities=[peers, clinical],
        peers=peers,
        peers_first_hours=hours,
    )


def beside(peers):
    """Another community, beside the peers'."""
    return CommunityFactory(title="Clinical", parent=peers.get_parent())
