"""How much a reader wants to hear of a place: the one control, and what it says."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import CommunityPage
from forum.following.enums import Level
from forum.rooms.models import Forum
from forum.topics.models import Topic

register = template.Library()


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    is_chosen: bool


@register.inclusion_tag("forum/_hearing.html", takes_context=True)
def hearing(
    context: Context, place: Any, said: int, around: int = Level.USUAL, in_list: bool = False
) -> dict[str, Any]:
    """The control for a topic, a forum or a community. ``said`` is what the reader chose here,
    ``around`` what holds here while they choose nothing."""
    if isinstance(place, Topic):
        address, name = reverse("follow_topic", args=[place.pk]), place.subject
        watching, muted = _("Tell me of every reply"), _("Nothing from this topic")
    elif isinstance(place, CommunityPage):
        address, name = reverse("follow_community", args=[place.pk]), place.title
        watching, muted = _("Tell me of new topics in its rooms"), _("Nothing from its rooms")
    else:
        address, name = reverse("follow_room", args=[place.pk]), place.name
        watching, muted = _("Tell me of new topics"), _("Nothing from this room")
    words = {Level.WATCHING: watching, Level.USUAL: _usual(place, around), Level.MUTED: muted}
    holds = said if said != Level.USUAL or around == Level.WATCHING else around
    return {
        "address": address,
        "name": name,
        "in_list": in_list,
        "now": _now(Level(said), Level(holds)),
        "choices": [Choice(each.name.lower(), text, each == said) for each, text in words.items()],
        "csrf_token": context.get("csrf_token"),
    }


def _usual(place: Any, around: int) -> str:
    if around == Level.MUTED:
        return _("As around it: nothing")
    if around == Level.WATCHING and isinstance(place, Forum):
        return _("As in the community: tell me of new topics")
    return _("As usual: tell me of answers to me")


def _now(said: Level, holds: Level) -> str:
    if holds == Level.MUTED:
        return _("Muted")
    return _("Following") if said == Level.WATCHING else _("Follow")


@register.filter
def is_muted(said: Any) -> bool:
    return said == Level.MUTED
