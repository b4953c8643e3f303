"""Who may do what with a community."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communities.models import CommunityPage


def can_join_community(user: Any, community: "CommunityPage") -> bool:
    """By their own choice; coordinators add people to closed communities."""
    return user.is_authenticated and user.is_active and community.is_open


def is_member(user: Any, community: "CommunityPage") -> bool:
    """Asks the membership, not the group, which only follows it."""
    return community.membership_of(user) is not None
