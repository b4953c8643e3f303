"""Opening rooms and changing them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from communities.models import CommunityPage
from forum.rooms.enums import Audience
from forum.rooms.models import Forum, Room
from forum.rooms.permissions import sync_room
from forum.signals import room_opened


@transaction.atomic
def open_room(
    *,
    name: str,
    description: str = "",
    audience: str = Audience.COMMUNITIES,
    communities: Iterable[Any] = (),
    pre_moderated: bool = False,
    shows_history: bool = False,
    without_names: bool = True,
    minutes_to_undo: int = 5,
    peers: CommunityPage | None = None,
    peers_first_hours: int = 0,
    parent: "Room | Forum | None" = None,
) -> Room:
    """A new forum with a room that says who may read and write in it.

    The communities' members write, their facilitators moderate; without a
    community everybody signed in writes. Who may not read a room above it sees
    nothing of this one. ``peers`` is one of two communities that share it. Raises
    ValidationError when a room for communities names none, and when it is not so shared.
    """
    communities = list(communities)
    _require_communities(audience, communities)
    require_shared(peers, peers_first_hours, communities)
    forum = Forum(
        name=name, description=description, type=Forum.FORUM_POST, parent=forum_of(parent)
    )
    forum.save()
    room = Room.objects.create(
        forum=forum,
        audience=audience,
        pre_moderated=pre_moderated,
        shows_history=shows_history,
        without_names=without_names,
        minutes_to_undo=minutes_to_undo,
        peers=peers,
        peers_first_hours=peers_first_hours,
    )
    room.communities.set(communities)
    sync_room(room)
    room_opened.send(sender=Room, room=room)
    return room


@transaction.atomic
def open_first_room(*, community: CommunityPage, name: str, description: str = "") -> Room | None:
    """The first room of a community, for its own people; None when it has one already.

    The community's row is locked, so that two people at once do not open two.
    """
    CommunityPage.objects.select_for_update().get(pk=community.pk)
    if Room.objects.filter(communities=community).exists():
        return None
    return open_room(name=name, description=description, communities=[community])


@transaction.atomic
def update_room(
    *,
    room: Room,
    name: str,
    description: str = "",
    audience: str,
    communities: Iterable[Any] = (),
    pre_moderated: bool = False,
    shows_history: bool = False,
    without_names: bool = True,
    minutes_to_undo: int = 5,
    peers: CommunityPage | None = None,
    peers_first_hours: int = 0,
    parent: "Room | Forum | None" = None,
) -> Room:
    """Change what a room is called and who may do what in it, at once for everybody."""
    communities = list(communities)
    _require_communities(audience, communities)
    require_shared(peers, peers_first_hours, communities)
    forum = room.forum
    forum.name, forum.description, forum.parent = name, description, forum_of(parent)
    forum.save()
    room.audience, room.pre_moderated = audience, pre_moderated
    room.shows_history = shows_history
    room.without_names, room.minutes_to_undo = without_names, minutes_to_undo
    room.peers, room.peers_first_hours = peers, peers_first_hours
    room.save()
    room.communities.set(communities)
    sync_room(room)
    return room


def _require_communities(audience: str, communities: list) -> None:
    if audience == Audience.COMMUNITIES and not communities:
        raise ValidationError({"communities": "Name the communities this room is for."})


def require_shared(peers: CommunityPage | None, hours: int, communities: list) -> None:
    """Raise ValidationError unless ``peers`` is one of two communities, where there is any."""
    if peers and (len(communities) != 2 or peers not in communities):
        raise ValidationError({"peers": "Choose one of the two communities that share the room."})
    if hours and not peers:
        raise ValidationError({"peers_first_hours": "Say first which community is the peers'."})


def forum_of(place: "Room | Forum | None") -> Forum | None:
    """machina's forum of a room; a forum is its own."""
    return place.forum if isinstance(place, Room) else place
