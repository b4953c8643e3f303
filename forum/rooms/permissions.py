"""Machina's permission rows, written from what a room says."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db.models import Q
from machina.apps.forum_permission.defaults import PermissionConfig
from machina.core.db.models import get_model

from forum.rooms.enums import Audience
from forum.rooms.models import Room

ForumPermission = get_model("forum_permission", "ForumPermission")
GroupForumPermission = get_model("forum_permission", "GroupForumPermission")
UserForumPermission = get_model("forum_permission", "UserForumPermission")

READ = frozenset({"can_see_forum", "can_read_forum", "can_download_file"})
WRITE = READ | {
    "can_start_new_topics",
    "can_reply_to_topics",
    "can_edit_own_posts",
    "can_delete_own_posts",
    "can_create_polls",
    "can_vote_in_polls",
    "can_attach_file",
}
WRITE_AT_ONCE = WRITE | {"can_post_without_approval"}
EVERYTHING = frozenset(permission["codename"] for permission in PermissionConfig.permissions)

VISITORS, SIGNED_IN = "visitors", "signed in"


def sync_room(room: Room) -> None:
    """Make machina's rules for this room what the room says. Running it again changes nothing.

    Denials and rules for single people are somebody's decision and stay.
    """
    write = WRITE if room.pre_moderated else WRITE_AT_ONCE
    communities = list(room.communities.all())
    everybody: dict[str, frozenset[str]] = {VISITORS: frozenset(), SIGNED_IN: frozenset()}
    if room.audience == Audience.PUBLIC:
        everybody[VISITORS] = READ
    if room.audience != Audience.COMMUNITIES:
        everybody[SIGNED_IN] = READ if communities else write
    groups = {community.group_id: write for community in communities}
    groups |= {community.facilitator_group_id: EVERYTHING for community in communities}

    ids = dict(ForumPermission.objects.values_list("codename", "pk"))
    _sync_everybody(room.forum_id, everybody, ids)
    _sync_groups(room.forum_id, groups, ids)


def grant_everywhere(group: Group) -> None:
    """Let the group do everything in every forum, those still to come included."""
    for permission in ForumPermission.objects.all():
        GroupForumPermission.objects.get_or_create(
            group=group, permission=permission, forum=None, defaults={"has_perm": True}
        )


def _sync_everybody(forum_id: int, wanted: dict[str, frozenset[str]], ids: dict[str, int]) -> None:
    rows = UserForumPermission.objects.filter(forum=forum_id, user=None, has_perm=True)
    for who, codenames in wanted.items():
        flags = {"anonymous_user": who == VISITORS, "authenticated_user": who == SIGNED_IN}
        _sync(rows.filter(**flags), codenames, ids, {"forum_id": forum_id, **flags})


def _sync_groups(forum_id: int, wanted: dict[int, frozenset[str]], ids: dict[str, int]) -> None:
    rows = GroupForumPermission.objects.filter(forum=forum_id, has_perm=True)
    rows.filter(~Q(group__in=wanted)).delete()
    for group_id, codenames in wanted.items():
        named = {"forum_id": forum_id, "group_id": group_id}
        _sync(rows.filter(group=group_id), codenames, ids, named)


def _sync(rows, codenames: Iterable[str], ids: dict[str, int], named: dict) -> None:
    wanted = {ids[codename] for codename in codenames}
    rows.exclude(permission__in=wanted).delete()
    missing = wanted - set(rows.values_list("permission", flat=True))
    rows.model.objects.bulk_create(
        rows.model(permission_id=permission_id, has_perm=True, **named) for permission_id in missing
    )
