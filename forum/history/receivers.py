"""Who is told of what was hidden, and of what is back."""

from typing import Any

from django.dispatch import receiver

from forum import notices
from forum.history.models import Deed, Handling, Removal
from forum.history.notices import HANDLED, HIDDEN
from forum.history.services import note_handling
from forum.signals import post_folded, post_handled, post_removed, post_restored
from forum.signing.seals import author_of
from forum.topics.models import Post
from notifications.services import notify


@receiver(post_removed, dispatch_uid="forum.tell_of_hiding")
def tell_of_hiding(post: Post, removal: Removal, **kwargs: Any) -> None:
    """Tell the author that a facilitator hid their post, and where they read why."""
    if not removal.withdrawn:
        _tell(post, kind=HIDDEN, about=removal, actor=removal.by)


@receiver(post_restored, dispatch_uid="forum.tell_of_restoring")
def tell_of_restoring(post: Post, removal: Removal, by: Any, **kwargs: Any) -> None:
    """Tell the author that what was hidden is back; of what they put back themselves they know."""
    if not removal.withdrawn:
        occasion = f"{removal.at:%Y%m%d%H%M%S%f}"
        _tell(post, kind=notices.RESTORED, about=post, actor=by, occasion=occasion)


@receiver(post_folded, dispatch_uid="forum.note_folding")
def note_folding(post: Post, by: Any, reason: str, **kwargs: Any) -> None:
    note_handling(post=post, deed=Deed.FOLDED, by=by, reason=reason)


@receiver(post_handled, dispatch_uid="forum.tell_of_handling")
def tell_of_handling(post: Post, handling: Handling, **kwargs: Any) -> None:
    """Tell the author what a facilitator did with their message, and why."""
    if author_of(post) != handling.by_id:
        _tell(post, kind=HANDLED, about=handling, actor=handling.by)


def _tell(post: Post, **said: Any) -> None:
    if author := author_of(post):
        notify([author], community=notices.community_of(post.topic.forum_id), **said)
