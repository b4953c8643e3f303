"""What follows when posts change, and when a person goes."""

import threading
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from machina.apps.forum.signals import forum_viewed
from machina.apps.forum_conversation.signals import topic_viewed

from core.files import delete_after_commit
from core.tidying import rows_tidied
from forum import notices, people, tasks
from forum.overrides.forum_conversation.forum_attachments.models import Attachment
from forum.overrides.forum_conversation.models import Post
from forum.rendering import render, written_fields
from forum.signals import (
    post_declined,
    post_published,
    posts_deleted,
    posts_retitled,
    posts_withdrawn,
)
from members.models import User
from members.signals import account_closed
from notifications.services import notify
from work.queue import enqueue

AT_ONCE = 10_000
"""Posts that one task indexes."""


class _Pending(threading.local):
    """Posts that this thread changed and that are not yet on their way to the index.

    A transaction that is rolled back leaves its posts here: the next one takes them
    along, which changes nothing.
    """

    def __init__(self) -> None:
        self.post_ids: set[int] = set()


_pending = _Pending()


@receiver([post_save, post_delete], sender=Post, dispatch_uid="forum.keep_search_in_step")
def keep_search_in_step(instance: Post, raw: bool = False, **kwargs: Any) -> None:
    """One task for all posts of a transaction."""
    if raw:
        return
    _pending.post_ids.add(instance.pk)
    transaction.on_commit(_index_pending)


@receiver([posts_deleted, posts_retitled], dispatch_uid="forum.follow_in_search")
def follow_in_search(post_ids: list[int], **kwargs: Any) -> None:
    _pending.post_ids.update(post_ids)
    transaction.on_commit(_index_pending)


@receiver(rows_tidied, dispatch_uid="forum.render_tidied")
def render_tidied(sender: Any, pks: list[Any], **kwargs: Any) -> None:
    """Beside a text that was cleaned stands its HTML, and posts are found by their words."""
    for field in written_fields():
        if field.model is sender:
            render(field, sender._base_manager.filter(pk__in=pks))
    if sender is Post:
        _pending.post_ids.update(pks)
        transaction.on_commit(_index_pending)


@receiver(posts_withdrawn, dispatch_uid="forum.forget_words")
def forget_words(post_ids: list[int], **kwargs: Any) -> None:
    enqueue(tasks.forget_words, post_ids)


@receiver(post_published, dispatch_uid="forum.tell_of_post")
def tell_of_post(post: Post, starts_topic: bool, by: Any = None, **kwargs: Any) -> None:
    """One task, however many people are told."""
    if notices.is_news(post):
        approved_by = by.pk if by else None
        enqueue(tasks.tell_of_post, post.pk, starts_topic=starts_topic, approved_by=approved_by)


@receiver(post_declined, dispatch_uid="forum.tell_of_answer")
def tell_of_answer(post: Post, by: Any, **kwargs: Any) -> None:
    """At once, because the post is about to go."""
    notify(
        [post.poster_id] if post.poster_id else [],
        kind=notices.DECLINED,
        about=post.topic.forum,
        actor=by,
        community=notices.community_of(post.topic.forum_id),
        occasion=str(post.pk),
    )


@receiver(post_delete, sender=Attachment, dispatch_uid="forum.delete_file")
def delete_file(instance: Attachment, **kwargs: Any) -> None:
    """A file goes with its row, once that is gone for good."""
    if instance.file:
        delete_after_commit(instance.file)


@receiver(account_closed, dispatch_uid="forum.forget_person")
def forget_person(user: User, withdraws_words: bool = False, **kwargs: Any) -> None:
    people.forget(member=user)
    if withdraws_words:
        people.withdraw_words(member=user)


@receiver(pre_delete, sender=User, dispatch_uid="forum.keep_words")
def keep_words(instance: User, **kwargs: Any) -> None:
    """machina would delete a person's posts with them, and the replies of others (ADR 5)."""
    if people.has_words(instance):
        raise ProtectedError("Accounts with posts are closed, never deleted.", {instance})


def _index_pending() -> None:
    post_ids, _pending.post_ids = sorted(_pending.post_ids), set()
    for start in range(0, len(post_ids), AT_ONCE):
        tasks.index_posts.enqueue(post_ids[start : start + AT_ONCE])


def quieten_machina() -> None:
    """Take machina's own receivers away.

    They write at each reading (view counters, read tracks with a join over
    everybody's tracks) and keep a count of posts in profiles that is wrong
    after a race and tells of rooms the reader may not see.
    """
    from machina.apps.forum import receivers as of_forums  # -- app ready
    from machina.apps.forum_conversation import receivers as of_topics  # -- app ready
    from machina.apps.forum_member import receivers as of_members  # -- app ready
    from machina.apps.forum_tracking import receivers as of_tracks  # -- app ready

    forum_viewed.disconnect(of_forums.update_forum_redirects_counter)
    topic_viewed.disconnect(of_topics.update_topic_counter)
    topic_viewed.disconnect(of_tracks.update_user_trackers)
    pre_save.disconnect(of_members.increase_posts_count, sender=Post)
    pre_save.disconnect(of_members.decrease_posts_count_after_post_unaproval, sender=Post)
    post_delete.disconnect(of_members.decrease_posts_count_after_post_deletion, sender=Post)
