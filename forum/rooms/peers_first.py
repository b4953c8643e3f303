"""Hours in which, in a room that peers share with others, only they write in a topic."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from core.templatetags.ui import nz_datetime

CHOICES = (
    (0, _("Everybody")),
    (24, _("Peers, for a day")),
    (48, _("Peers, for two days")),
    (72, _("Peers, for three days")),
    (168, _("Peers, for a week")),
)
REFUSAL = _(
    "Peers first: until %(when)s only members of the peers' community write in this topic. "
    "You can read along."
)


def peers_first_until(topic: Any) -> datetime | None:
    """Until when only peers write in the topic; None where everybody writes who may.

    It counts from when the topic was published, in the room where it is now.
    """
    standing = getattr(topic, "standing", None)
    hours = standing.peers_first_hours if standing else 0
    room = getattr(topic.forum, "room", None) if hours else None
    if room is None or not room.is_shared:
        return None
    until = topic.created + timedelta(hours=hours)
    return until if until > timezone.now() else None


def is_peer_of(room: Any, user: Any) -> bool:
    """Whether the person belongs to the community of the room's peers."""
    return Membership.objects.active().filter(community=room.peers_id, member=user.pk).exists()


def refusal(until: datetime) -> str:
    return REFUSAL % {"when": nz_datetime(until)}
