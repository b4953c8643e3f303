"""Who may take something out of view, see it there, put it back, and see what was changed."""

from typing import Any

from machina.core.loading import get_class

from core.memo import remembered
from forum.history.models import Removal
from forum.signing.seals import is_by

PermissionHandler = get_class("forum_permission.handler", "PermissionHandler")


def can_see_removal(user: Any, removal: Removal) -> bool:
    """What was withdrawn is its author's alone; what was hidden, facilitators see as well."""
    forum, handler = removal.topic.forum, _handler()
    if not user.is_authenticated or not handler.can_read_forum(forum, user):
        return False
    if is_by(removal.post, user):
        return True
    return not removal.withdrawn and handler.can_approve_posts(forum, user)


def can_restore(user: Any, removal: Removal) -> bool:
    """Whoever withdrew it, or any facilitator but the author of what was hidden."""
    if not can_see_removal(user, removal):
        return False
    return removal.withdrawn or not is_by(removal.post, user)


def can_see_changes(user: Any, post: Any) -> bool:
    """The author and who looks after the room; its members, where the room says so."""
    handler, forum = _handler(), post.topic.forum
    if not user.is_authenticated or not handler.can_read_post(post, user):
        return False
    return is_by(post, user) or shows_history(forum) or handler.can_approve_posts(forum, user)


def can_see_what_was_taken_out(user: Any, post: Any) -> bool:
    """The author, and who looks after the room, of a post that they may read."""
    return is_by(post, user) or _handler().can_approve_posts(post.topic.forum, user)


def shows_history(forum: Any) -> bool:
    room = getattr(forum, "room", None)
    return room is not None and room.shows_history


def _handler() -> Any:
    return remembered("history's handler", PermissionHandler)
