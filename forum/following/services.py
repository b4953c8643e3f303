"""Saying how much one wants to hear of a place."""

from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet

from forum.following.enums import Level
from forum.following.levels import is_muted
from forum.following.models import Said
from forum.rooms.models import Room
from forum.topics.models import Topic
from notifications.kinds import kinds
from notifications.services import quieten


@transaction.atomic
def hear_of_topic(*, member: Any, topic: Any, level: Level) -> None:
    """Keep how much this person wants to hear of the topic; said again, it changes nothing.

    What they were told and have not read of what is muted now is silent at once, by mail too.
    """
    _keep(member, level, topic=topic)
    if level == Level.WATCHING:
        topic.subscribers.add(member)
    else:
        topic.subscribers.remove(member)
    _silence(member, Topic.objects.filter(pk=topic.pk))


@transaction.atomic
def hear_of_room(*, member: Any, room: Room, level: Level) -> None:
    """As ``hear_of_topic``, of all topics of the room of which nothing nearer is said."""
    _keep(member, level, forum=room.forum_id)
    if level == Level.WATCHING:
        room.followers.add(member)
    else:
        room.followers.remove(member)
    _silence(member, Topic.objects.filter(forum=room.forum_id))


@transaction.atomic
def hear_of_community(*, member: Any, community: Any, level: Level) -> None:
    """As ``hear_of_room``, of all rooms of the community of which nothing nearer is said."""
    _keep(member, level, community=community.pk)
    _silence(member, Topic.objects.filter(forum__room__communities=community.pk))


def _keep(member: Any, level: Level, **place: Any) -> None:
    is_kept = level == Level.MUTED or (level == Level.WATCHING and "community" in place)
    if is_kept:
        Said.objects.update_or_create(member=member, **_keys(place), defaults={"level": level})
    else:
        Said.objects.filter(member=member, **_keys(place)).delete()


def _keys(place: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}_id": getattr(thing, "pk", thing) for name, thing in place.items()}


def _silence(member: Any, topics: QuerySet) -> None:
    muted = topics.filter(is_muted(member=member.pk, forum=OuterRef("forum"), topic=OuterRef("pk")))
    silent = [kind.name for kind in kinds() if kind.can_be_muted]
    quieten(recipient=member, kind__in=silent, read_at=None, topic_id__in=muted.values("pk"))
