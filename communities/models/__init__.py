from communities.models.memberships import Invitation, Membership, MembershipEvent
from communities.models.pages import CommunityIndexPage, CommunityPage, JoinRule, Notice

__all__ = [
    "CommunityIndexPage",
    "CommunityPage",
    "Invitation",
    "JoinRule",
    "Membership",
    "MembershipEvent",
    "Notice",
]
