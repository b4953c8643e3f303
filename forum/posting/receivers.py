"""Who is told of a post, and what becomes of words when their author goes."""

from typing import Any

from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from core.tidying import rows_tidied
from forum import notices
from forum.mentions.named import mentions_in
from forum.posting import leaving as people
from forum.posting import tasks
from forum.posting.notices import NOT_SENT
from forum.posting.rendering import render, written_fields
from forum.signals import (
    change_answered,
    change_held,
    post_changed,
    post_declined,
    post_not_sent,
    post_published,
    post_recalled,
)
from forum.signing import seals
from forum.signing.models import Unsent
from forum.signing.seals import author_of
from forum.topics.held import DeclinedPost
from forum.topics.models import Post
from members.models import User
from members.signals import account_closed
from notifications.services import notify, settle
from work.queue import enqueue


@receiver(rows_tidied, dispatch_uid="forum.render_tidied")
def render_tidied(sender: Any, pks: list[Any], **kwargs: Any) -> None:
    """Render the texts that were cleaned: their HTML stands beside them."""
    for field in written_fields():
        if field.model is sender:
            render(field, sender._base_manager.filter(pk__in=pks))


@receiver(post_published, dispatch_uid="forum.tell_of_post")
def tell_of_post(post: Post, starts_topic: bool, by: Any = None, **kwargs: Any) -> None:
    """Order one task to tell of a post, however many people are told."""
    if notices.is_news(post):
        approved_by = by.pk if by else None
        enqueue(tasks.tell_of_post, post.pk, starts_topic=starts_topic, approved_by=approved_by)


@receiver(post_recalled, dispatch_uid="forum.post_waits_again")
def post_waits_again(post: Post, **kwargs: Any) -> None:
    """Take back what the author was told; for everybody else it is gone with the post."""
    settle(kind=notices.APPROVED, about_id=post.pk)


@receiver(post_changed, dispatch_uid="forum.tell_of_new_names")
def tell_of_new_names(post: Post, before: Post, **kwargs: Any) -> None:
    """Order a task to tell those whom a readable message names since it was changed."""
    if not (before.approved and before.topic.approved):
        return
    if set(mentions_in(post.content.raw)) - set(mentions_in(before.content.raw)):
        version = before.earlier_versions.latest("pk")
        enqueue(tasks.tell_of_new_names, post.pk, version.pk)


@receiver(post_declined, dispatch_uid="forum.tell_of_answer")
def tell_of_answer(post: Post, by: Any, kept: DeclinedPost | None = None, **kwargs: Any) -> None:
    """Tell the author at once that their post is sent back, and where its words are."""
    if kept:
        notify(
            [kept.author_id],
            kind=notices.DECLINED,
            about=kept,
            actor=by,
            community=notices.community_of(post.topic.forum_id),
        )


@receiver(post_not_sent, dispatch_uid="forum.tell_of_unsent")
def tell_of_unsent(unsent: Unsent, **kwargs: Any) -> None:
    """Tell the author that a message without their name could not be sent."""
    community = notices.community_of(unsent.forum_id)
    notify([unsent.author_id], kind=NOT_SENT, about=unsent, actor=None, community=community)


@receiver(change_held, dispatch_uid="forum.change_waits_again")
def change_waits_again(post: Post, **kwargs: Any) -> None:
    """Take back what was told of an earlier answer."""
    settle(kind=notices.CHANGE_ANSWERED, about_id=post.pk)


@receiver(change_answered, dispatch_uid="forum.tell_of_answer_to_change")
def tell_of_answer_to_change(post: Post, by: Any, **kwargs: Any) -> None:
    """Tell the author at once what became of their change."""
    if author := author_of(post):
        notify(
            [author],
            kind=notices.CHANGE_ANSWERED,
            about=post,
            actor=by,
            community=notices.community_of(post.topic.forum_id),
            occasion=f"{timezone.now():%Y%m%d%H%M%S%f}",
        )


@receiver(account_closed, dispatch_uid="forum.forget_person")
def forget_person(user: User, withdraws_words: bool = False, **kwargs: Any) -> None:
    people.forget(member=user)
    if withdraws_words:
        people.withdraw_words(member=user)
    seals.forget(member=user)


@receiver(pre_delete, sender=User, dispatch_uid="forum.keep_words")
def keep_words(instance: User, **kwargs: Any) -> None:
    """Refuse to delete an account with posts: the replies of others would go with them (ADR 5)."""
    if people.has_words(instance):
        raise ProtectedError("Accounts with posts are closed, never deleted.", {instance})
