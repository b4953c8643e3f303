"""What the communities keep of a person, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import Invitation, Membership, MembershipEvent, Notice
from members.export import Row, exported


@exported("memberships", _("Your communities"))
def memberships(user: Any) -> Iterator[Row]:
    rows = Membership.objects.filter(member=user).select_related("community").order_by("pk")
    for membership in rows:
        yield {
            "community": membership.community.title,
            "state": membership.get_state_display(),
            "since": membership.changed_at,
            "joined": membership.joined_at,
            "left": membership.left_at,
            "what_you_wrote_with_your_request": membership.words,
            "may_ask_again_on": membership.not_before,
            "welcomed": membership.welcomed_at,
            "facilitator": membership.facilitates,
            "facilitator_until": membership.facilitator_until,
        }


@exported("membership_history", _("What happened between you and your communities"))
def membership_history(user: Any) -> Iterator[Row]:
    """What happened to the person's memberships; who else did it is that person's business."""
    events = MembershipEvent.objects.filter(membership__member=user)
    for event in events.select_related("membership__community").order_by("pk"):
        yield {
            "community": event.membership.community.title,
            "what": event.get_deed_display(),
            "at": event.at,
            "by_yourself": event.by_id == user.pk,
            "reason": event.reason,
        }


@exported("community_invitations", _("Invitations to communities that you sent"))
def community_invitations(user: Any) -> Iterator[Row]:
    """The invitations the person sent, without the address: that is somebody else's business."""
    sent = Invitation.objects.filter(invited_by=user).select_related("community").order_by("pk")
    for invitation in sent:
        yield {"community": invitation.community.title, "at": invitation.invited_at}


@exported("community_notices", _("Notices that you pinned"))
def community_notices(user: Any) -> Iterator[Row]:
    for notice in Notice.objects.filter(pinned_by=user).select_related("community").order_by("pk"):
        yield {
            "community": notice.community.title,
            "text": notice.text,
            "pinned": notice.pinned_at,
        }
