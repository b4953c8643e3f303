"""Who says what became of a topic, and who signs it."""

from typing import Any

from communities.models import Membership
from forum.outcomes.enums import Side
from forum.outcomes.models import Standing
from forum.rooms.models import Room
from forum.signing.seals import has_begun
from forum.topics.models import Topic
from people.enums import JobRole
from people.models import ConfirmedRole


def can_settle_topic(handler: Any, topic: Topic, user: Any) -> bool:
    """Whoever began it, and whoever looks after its room; where they may read it."""
    if not user.is_authenticated or not topic.approved or not handler.can_read_topic(topic, user):
        return False
    return has_begun(topic, user) or handler.can_lock_topics(topic.forum, user)


def sides_of(user: Any, room: Room | None) -> list[Side]:
    """For whom this person can sign what becomes of a topic in the room.

    A peer belongs to the peers' community and a clinician to the other; and each role is
    confirmed, and in force. Nobody, in a room that is not shared.
    """
    if room is None or not room.is_shared or not user.is_authenticated:
        return []
    belongs = Membership.objects.active().filter(member=user, community__in=room.communities.all())
    mine = set(belongs.values_list("community", flat=True))
    if not mine:
        return []
    confirmed = ConfirmedRole.objects.in_force().filter(member=user)
    roles = set(confirmed.values_list("role", flat=True))
    found = []
    if JobRole.PEER in roles and room.peers_id in mine:
        found.append(Side.PEER)
    if JobRole.CLINICIAN in roles and mine - {room.peers_id}:
        found.append(Side.CLINICIAN)
    return found


def side_to_sign(user: Any, standing: Standing, room: Room | None) -> Side | None:
    """The side that waits for a word and for which this person can sign; of those who have signed
    already, none."""
    if not standing.waits:
        return None
    signed = {signature.side: signature.member_id for signature in standing.signatures.all()}
    if not user.is_authenticated or user.pk in signed.values():
        return None
    return next((side for side in sides_of(user, room) if side not in signed), None)


def can_sign_topic(handler: Any, topic: Topic, user: Any) -> bool:
    """Whoever may read it, of a side that waits for a word."""
    standing = getattr(topic, "standing", None)
    if standing is None or not standing.waits or not topic.approved:
        return False
    room = getattr(topic.forum, "room", None)
    return handler.can_read_topic(topic, user) and bool(side_to_sign(user, standing, room))
