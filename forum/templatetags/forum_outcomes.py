"""What became of topics."""

from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.access import is_coordinator
from forum.authors import signer_name
from forum.outcomes.access import can_settle_topic, can_sign_topic
from forum.outcomes.enums import SIGNED_RESULTS, Side
from forum.outcomes.models import Standing
from forum.rooms.peers_first import peers_first_until
from forum.topics.models import Topic

register = template.Library()


@register.simple_tag(takes_context=True)
def may_settle(context: Context, topic: Topic) -> bool:
    """Whether the reader may say what became of the topic, and take it back."""
    request = context["request"]
    return can_settle_topic(request.forum_permission_handler, topic, request.user)


@register.simple_tag(takes_context=True)
def may_sign(context: Context, topic: Topic) -> bool:
    """Whether what became of the topic waits for the reader's word."""
    request = context["request"]
    return can_sign_topic(request.forum_permission_handler, topic, request.user)


@register.simple_tag(takes_context=True)
def signatures(context: Context, standing: Standing, topic: Topic) -> dict[str, Any]:
    """``given``: for which side, and by whom, as the reader is told; ``waits_for_both``.

    Asked of what is signed alone: of what waits, and of what was found in a shared room.
    """
    room = getattr(topic.forum, "room", None)
    may_be_signed = standing.waits or (room is not None and room.is_shared)
    if not may_be_signed or standing.result not in SIGNED_RESULTS:
        return {"given": []}
    user = context["request"].user
    given = [
        {"side": signature.get_side_display(), "name": signer_name(signature.member, user)}
        for signature in standing.signatures.select_related("member")
    ]
    return {"given": given, "waits_for_both": standing.waits and not given}


@register.simple_tag
def only_peers_until(topic: Topic) -> datetime | None:
    """Until when only peers write in the topic; None where everybody writes who may."""
    return peers_first_until(topic)


@register.filter
def who_signs(side: Side) -> str:
    """For whom somebody signs, in the words of a question."""
    return _("the peers") if side == Side.PEER else _("the clinicians")


@register.simple_tag(takes_context=True)
def promote_address(context: Context, topic: Topic, standing: Standing) -> str:
    """Where a coordinator makes a resource of what was found; "" for others, and while it waits."""
    if standing.waits or not topic.approved or not is_coordinator(context["request"].user):
        return ""
    return reverse("promoting:promote", args=[topic.pk])
