"""Into which rooms posts may go: to no more readers than they had, where one looks after both.

Asked of machina's own rules, so that what somebody wrote there by hand counts too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from machina.core.db.models import get_model
from machina.core.loading import get_class

from core.memo import remembered
from forum.moving.models import Move
from forum.rooms.checker import ENTRY
from forum.rooms.models import Forum
from forum.signing.seals import written_by
from forum.topics.models import Post

GroupForumPermission = get_model("forum_permission", "GroupForumPermission")
PermissionHandler = get_class("forum_permission.handler", "PermissionHandler")
UserForumPermission = get_model("forum_permission", "UserForumPermission")

Who = tuple[str, int | None]
VISITORS: Who = ("visitors", None)
SIGNED_IN: Who = ("signed in", None)


class Readers:
    """Whom the rules of each room let in, and whom they keep out."""

    def __init__(self) -> None:
        self.parents = dict(Forum.objects.order_by().values_list("pk", "parent_id"))
        self._said: dict[tuple[int, str, bool], set[Who]] = defaultdict(set)
        for forum, name, granted, who in self._rules():
            self._said[forum, name, granted].add(who)

    def _rules(self) -> Iterable[tuple[int, str, bool, Who]]:
        of = {"permission__codename__in": ENTRY, "forum__isnull": False}
        columns = ("forum", "permission__codename", "has_perm")
        groups = GroupForumPermission.objects.filter(**of).order_by()
        for *said, group in groups.values_list(*columns, "group"):
            yield *said, ("group", group)  # type: ignore[misc]
        people = UserForumPermission.objects.filter(**of).order_by()
        for *said, user, visitors, everybody in people.values_list(
            *columns, "user", "anonymous_user", "authenticated_user"
        ):
            who = VISITORS if visitors else SIGNED_IN if everybody else ("user", user)
            yield *said, who  # type: ignore[misc]

    def within(self, inner: int, outer: int) -> bool:
        """Whether all who may read the inner room may read the outer one, by rules of the rooms
        and of all above them."""
        chain = list(self._chain(inner))
        return all(
            any(self._covers(place, other) for other in chain) for place in self._chain(outer)
        )

    def _covers(self, outer: int, inner: int) -> bool:
        return outer == inner or all(
            self._lets_in(outer, inner, name) and self._keeps_out(outer, inner, name)
            for name in ENTRY
        )

    def _lets_in(self, outer: int, inner: int, name: str) -> bool:
        wide, narrow = self._said[outer, name, True], self._said[inner, name, True]
        return all(who in wide or (who != VISITORS and SIGNED_IN in wide) for who in narrow)

    def _keeps_out(self, outer: int, inner: int, name: str) -> bool:
        return self._said[outer, name, False] <= self._said[inner, name, False]

    def _chain(self, forum: int | None) -> Iterable[int]:
        while forum is not None:
            yield forum
            forum = self.parents[forum]


def is_no_wider(forum: int, than: int) -> bool:
    """Whether nobody reads this room who does not read the other."""
    return forum == than or Readers().within(forum, than)


def rooms_for(mover: Any, forum: int, posts: Any, handler: Any = None) -> Collection[int]:
    """The rooms into which this person may bring these posts of this room, its own with them:
    those that they look after, and, unless all is their own, whose readers all read it now."""
    handler = handler or _handler()
    looked_after = set(
        handler.get_target_forums_for_moved_topics(mover).values_list("pk", flat=True)
    )
    if is_all_by(mover, posts):
        return looked_after
    readers = Readers()
    return {room for room in looked_after if room == forum or readers.within(room, forum)}


def is_all_by(mover: Any, posts: Any) -> bool:
    """Whether this person wrote all of these posts, under their name."""
    return not posts.exclude(poster=mover.pk).exists()


def can_move(user: Any, topic: Any) -> bool:
    """Who looks after the room of a topic that is in view."""
    handler = _handler()
    return (
        user.is_authenticated
        and topic.approved
        and handler.can_read_topic(topic, user)
        and handler.can_move_topics(topic.forum, user)
    )


def looks_after_both(user: Any, move: Move, handler: Any = None) -> bool:
    """Who looks after both rooms, as they are now."""
    rooms, handler = move.rooms, handler or _handler()
    return (
        user.is_authenticated
        and None not in rooms
        and all(handler.can_move_topics(room, user) for room in rooms)
    )


def is_told(user: Any, move: Move) -> bool:
    """Whoever wrote one of the posts, under whatever label."""
    return user.is_authenticated and (
        Post.objects.filter(written_by(user), moves__move=move).exists()
    )


def can_see_move(user: Any, move: Move) -> bool:
    """Who looks after both rooms, and who wrote something that went along."""
    return looks_after_both(user, move) or is_told(user, move)


def can_undo(user: Any, move: Move) -> bool:
    return move.can_be_undone and looks_after_both(user, move)


def _handler() -> Any:
    return remembered("moving's handler", PermissionHandler)
