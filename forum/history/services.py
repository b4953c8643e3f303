"""Taking posts out of view and putting them back; keeping what was said, and done, before."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum import notices
from forum.history.models import Deed, EarlierVersion, Handling, Removal
from forum.signals import post_handled, post_removed, post_restored
from forum.topics.models import Post
from notifications.services import quieten

KEPT_VERSIONS = 20
"""Versions of one post that are kept; what it said before those is not."""

GONE = _("This message is out of view already: its author or a facilitator was quicker.")
UNPUBLISHED = _("This message is not published. Please answer it where it waits.")


@transaction.atomic
def withdraw_post(*, post: Post) -> Removal:
    """Take the author's post out of view, until they put it back; a first post takes its topic.

    What waits for approval waits no more. Raises ValidationError when it is out of view already.
    """
    return _remove(in_place(post), by=post.poster, withdrawn=True, reason="")


@transaction.atomic
def hide_post(*, post: Post, by: Any, reason: str) -> Removal:
    """Take a published post out of view, with a reason that reaches its author.

    A first post takes its topic along, with all that others answered. Raises ValidationError
    when it is out of view already, or was never published.
    """
    found = in_place(post)
    if not (found.approved and found.topic.approved):
        raise ValidationError(UNPUBLISHED)
    return _remove(found, by=by, withdrawn=False, reason=reason)


@transaction.atomic
def restore_post(*, removal: Removal, by: Any) -> None:
    """Put back what was taken out of view, as it was; putting it back again changes nothing."""
    post = _locked(removal.post_id)
    found = Removal.objects.filter(pk=removal.pk).first()
    if post is None or found is None:
        return
    found.delete()
    if found.was_readable:
        _show(post, found.takes_topic, True)
    post_restored.send(sender=Post, post=post, removal=found, by=by)


@transaction.atomic
def keep_earlier_words(*, post: Post, title: str, text: str, by: Any, reason: str = "") -> Post:
    """Keep what a post says before it says something else; gives the post as it is now, locked.

    What nobody but its author and facilitators could read is not kept. Raises ValidationError
    when the post is out of view.
    """
    now = in_place(post)
    is_first = now.is_topic_head
    is_other = now.content.raw != text or (is_first and now.subject != title)
    if now.approved and is_other:
        EarlierVersion.objects.create(
            post=now,
            title=now.subject if is_first else "",
            text=now.content.raw,
            by=by,
            reason=reason,
        )
        kept = now.earlier_versions.order_by("-pk").values("pk")
        beyond = list(kept.values_list("pk", flat=True)[KEPT_VERSIONS:])
        if beyond:
            now.earlier_versions.filter(pk__in=beyond).delete()
    return now


def note_handling(*, post: Post, deed: Deed, by: Any, reason: str = "") -> Handling:
    """Note what a facilitator did with somebody's message; its author is told, with the reason."""
    handling = Handling.objects.create(post=post, deed=deed, by=by, reason=reason)
    post_handled.send(sender=Post, post=post, handling=handling)
    return handling


def _remove(post: Post, *, by: Any, withdrawn: bool, reason: str) -> Removal:
    takes_topic = post.is_topic_head
    was_readable = post.approved and (post.topic.approved or not takes_topic)
    removal = Removal.objects.create(
        post=post,
        topic=post.topic,
        takes_topic=takes_topic,
        withdrawn=withdrawn,
        by=by,
        reason=reason,
        was_readable=was_readable,
        at=timezone.now(),
    )
    if was_readable:
        _show(post, takes_topic, False)
        whose = {"topic_id": post.topic_id} if takes_topic else {"about_id": post.pk}
        quieten(kind__in=notices.ABOUT_POSTS, **whose)
    post_removed.send(sender=Post, post=post, removal=removal)
    return removal


def _show(post: Post, takes_topic: bool, shown: bool) -> None:
    if takes_topic:
        post.topic.show(shown)
    else:
        post.approved = shown
        post.save(update_fields=["approved"])


def in_place(post: Post) -> Post:
    """The post, locked. Raises ValidationError when it, or its topic, is out of view or gone."""
    found = _locked(post.pk)
    if found is None or Removal.objects.out_of_view(found).exists():
        raise ValidationError(GONE)
    return found


def _locked(pk: int) -> Post | None:
    posts = Post.objects.select_for_update(of=("self",))
    return posts.select_related("topic__forum", "poster").filter(pk=pk).first()
