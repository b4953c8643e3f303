"""What happened in a community. All are sent inside the transaction that stores it."""

from django.dispatch import Signal

community_opened = Signal()
"""A community was opened through ``services.open_community``. Sender: CommunityPage.
Argument: community."""

member_joined = Signal()
"""Somebody became a member, for the first time or again. Sender: Membership.
Argument: membership."""

member_left = Signal()
"""Somebody stopped being a member. Sender: Membership. Argument: membership."""

facilitator_appointed = Signal()
"""A member became a facilitator. Sender: Membership. Argument: membership."""

facilitator_dismissed = Signal()
"""A facilitator became a member like others. Sender: Membership. Argument: membership."""

membership_asked_for = Signal()
"""Somebody asked to become a member. Sender: Membership. Argument: membership."""
