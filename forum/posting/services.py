"""Starting topics, replying, editing, and letting through what waits."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from machina.core.loading import get_class

from forum.files import uploads
from forum.files.models import Attachment
from forum.history.services import keep_earlier_words
from forum.moving.addresses import topic_instead
from forum.moving.models import TopicTimes
from forum.paging import positions
from forum.polls.services import as_told, set_poll
from forum.quoting.models import Quote
from forum.quoting.services import answer
from forum.rooms.models import Forum, Room
from forum.rooms.services import forum_of
from forum.signals import (
    post_changed,
    post_declined,
    post_published,
    post_queued,
    post_recalled,
)
from forum.signing import seals
from forum.topics.held import DeclinedPost, HeldChange
from forum.topics.models import Post, Topic, reply_title
from members.models import User

ANSWERED = _("This message does not wait any more: it was answered, or its author took it back.")
NOT_YOURS = _("A message is changed by who wrote it, and by nobody else.")
HAS_ANSWERS = _("Somebody has answered this topic already. You can hide it instead.")
CHANGED = _("Its author has changed this message meanwhile. Please read it again.")


class Gone(ValidationError):  # noqa: N818 -- said as it reads
    """A post is not there any more."""

    def __init__(self) -> None:
        super().__init__(_("This message is not there any more: it was sent back, or deleted."))


@transaction.atomic
def start_topic(
    *,
    room: "Room | Forum | None" = None,
    forum: Forum | None = None,
    author: Any,
    subject: str,
    text: str,
    attachments: Iterable[File] = (),
    poll: Mapping[str, Any] | None = None,
    sticky: bool = False,
    announcement: bool = False,
    approved: bool | None = None,
    at: datetime | None = None,
    label: str = "",
    opens_at: datetime | None = None,
) -> Topic:
    """A topic with its first post, in a room (or its forum).

    ``approved`` None asks the rules: in a pre-moderated room it waits. ``poll``
    holds ``question`` and ``options`` and, if wanted, ``max_options``,
    ``duration`` (days) and how it is held. ``at`` is for
    what was said earlier. With a ``label`` it is signed with that, and its author is
    sealed. With ``opens_at`` its author and facilitators alone read it until then, and nobody is
    told. Whether the author may post is asked before.
    """
    place = forum_of(room or forum)
    if place is None:
        raise ValueError("A topic is started in a room")
    if approved is None:
        approved = _posts_at_once(place, author)
    approved = approved and opens_at is None
    topic = Topic(
        forum=place,
        poster=None if label else author,
        subject=subject,
        type=_type(sticky=sticky, announcement=announcement),
        status=Topic.TOPIC_UNLOCKED,
        approved=approved,
    )
    topic.save()
    post = _store_post(topic, author, subject, text, approved, attachments, at, label)
    if poll:
        set_poll(topic=topic, **poll)
    if at:
        Topic.objects.filter(pk=topic.pk).update(created=at)
        topic.created = at
    if opens_at:
        TopicTimes.objects.create(topic=topic, opens_at=opens_at)
    else:
        _announce(post, starts_topic=True)
    return topic


@transaction.atomic
def reply(
    *,
    topic: Topic,
    author: Any,
    text: str,
    subject: str = "",
    attachments: Iterable[File] = (),
    approved: bool | None = None,
    at: datetime | None = None,
    label: str = "",
    source: Post | None = None,
    quoted: str = "",
) -> Post:
    """Another post in the topic, or where that leads when it has been emptied meanwhile.

    See ``start_topic`` for ``approved``, ``at`` and ``label``. ``source`` is the message that it
    answers, ``quoted`` what it quotes of that: whether those words stand there is asked before.
    """
    topic = _where_it_is(topic)
    if approved is None:
        approved = _posts_at_once(topic.forum, author)
    subject = subject or reply_title(topic.subject)
    post = _store_post(topic, author, subject, text, approved, attachments, at, label)
    if source:
        answer(post=post, source=source, quoted=quoted)
    _announce(post, starts_topic=False)
    return post


def _where_it_is(topic: Topic) -> Topic:
    """The topic, locked, or the one into which it was merged: nothing is written into an emptied
    one, however long its form was open."""
    locked = Topic.objects.select_for_update().filter(pk=topic.pk)
    if locked.values_list("first_post", flat=True).first() is not None:
        return topic
    return topic_instead(topic.pk) or topic


def _store_post(
    topic: Topic,
    author: Any,
    subject: str,
    text: str,
    approved: bool,
    attachments: Iterable[File],
    at: datetime | None,
    label: str,
) -> Post:
    signed = {"username": label} if label else {"poster": author}
    post = Post(topic=topic, subject=subject, content=text, approved=approved, **signed)
    post.save()
    if label:
        seals.put_on(post, author)
    for file in attachments:
        Attachment.objects.create(post=post, file=uploads.accepted(file))
    if at:
        Post.objects.filter(pk=post.pk).update(created=at, updated=at)
        post.created = post.updated = at
        topic.update_trackers()
        positions.lay_anew([topic.pk])
    return post


def _announce(post: Post, *, starts_topic: bool) -> None:
    if post.approved:
        post_published.send(sender=Post, post=post, starts_topic=starts_topic, by=None)
    else:
        post_queued.send(sender=Post, post=post, starts_topic=starts_topic)


def _posts_at_once(forum: Forum, author: Any) -> bool:
    handler = get_class("forum_permission.handler", "PermissionHandler")()
    return handler.can_post_without_approval(forum, author)


def _type(*, sticky: bool, announcement: bool) -> int:
    if announcement:
        return Topic.TOPIC_ANNOUNCE
    return Topic.TOPIC_STICKY if sticky else Topic.TOPIC_POST


@transaction.atomic
def edit_post(*, post: Post, by: Any, subject: str, text: str, reason: str = "") -> Post:
    """Change what one's own post says. The first post carries the topic's title.

    What it said before is kept for those who may see that; a change that waited is done with.
    Raises ``Gone`` when the post has been sent back or deleted meanwhile, and ValidationError when
    it is somebody else's, and when it has gone out of view.
    """
    if by is None or not seals.is_by(post, by):
        raise ValidationError(NOT_YOURS)
    write_words(post=post, by=by, subject=subject, text=text, reason=reason)
    HeldChange.objects.filter(post=post).delete()
    return post


@transaction.atomic
def write_words(*, post: Post, by: Any, subject: str, text: str, reason: str) -> None:
    """Put these words into the post, keep those before, and note who did. See ``edit_post``."""
    locked = Post.objects.select_for_update(of=("self",)).filter(pk=post.pk).order_by("pk")
    now = locked.values("approved", "updates_count", "topic__approved").first()
    if now is None:
        raise Gone
    post.approved = post._stored_approved = now["approved"]
    post.topic.approved = now["topic__approved"]
    if seals.is_by(post, by):
        by = post.poster
    before = keep_earlier_words(post=post, title=subject, text=text, by=by, reason=reason)
    post.subject, post.content = subject, text
    post.update_reason = reason or None
    post.updated_by = by
    post.updates_count = now["updates_count"] + 1
    post.save(
        update_fields=[
            "subject",
            "content",
            "_content_rendered",
            "update_reason",
            "updated_by",
            "updates_count",
            "updated",
        ]
    )
    post_changed.send(sender=Post, post=post, before=before)


@transaction.atomic
def approve_post(*, post: Post, by: Any, read: int | None = None) -> Post:
    """Let a waiting post be read. Approving it again changes nothing and announces nothing.

    It counts as said now: it comes last in its topic, and is new to those who
    read the topic while it waited. Raises ValidationError as ``disapprove_post`` does.
    """
    post = _answered_now(post, read)
    if post.approved:
        return post
    post.approved, post.created = True, timezone.now()
    post.save(update_fields=["approved", "created"])
    if post.is_topic_head:
        Topic.objects.filter(pk=post.topic_id).update(created=post.created)
    post_published.send(sender=Post, post=post, starts_topic=post.is_topic_head, by=by)
    return post


@transaction.atomic
def recall_post(*, post: Post, by: Any, read: int | None = None) -> Post:
    """Let a post that was just approved wait again; what its author was told of that is taken back.

    Nobody else sees any more what they were told of it. Raises ValidationError when it is out of
    view by now, was changed, or began a topic that somebody has answered.
    """
    post = _answered_now(post, read)
    if not post.approved:
        return post
    answers = post.topic.posts.filter(approved=True).exclude(pk=post.pk)
    if post.is_topic_head and answers.exists():
        raise ValidationError(HAS_ANSWERS)
    post.approved = False
    post.save(update_fields=["approved"])
    post_recalled.send(sender=Post, post=post, by=by)
    return post


@transaction.atomic
def disapprove_post(
    *, post: Post, by: Any, reason: str, read: int | None = None
) -> DeclinedPost | None:
    """Turn a waiting post down: it is deleted, and its topic when nothing else is in it.

    Its words are kept for its author, with the reason; of somebody who has left, nothing.
    Raises ValidationError when it has been answered or taken back meanwhile, and when its words
    are not those that were read: ``read`` is how often it had been changed then.
    """
    post = _answered_now(post, read)
    if post.approved:
        raise ValidationError(ANSWERED)
    kept = _kept(post, reason)
    post_declined.send(sender=Post, post=post, by=by, kept=kept)
    post.delete()
    return kept


def _answered_now(post: Post, read: int | None) -> Post:
    """The post, locked until it is answered."""
    waiting = Post.objects.select_for_update(of=("self",)).select_related("topic", "poster")
    found = waiting.filter(pk=post.pk, removal=None).first()
    if found is None:
        raise ValidationError(ANSWERED)
    if read not in (None, found.updates_count):
        raise ValidationError(CHANGED)
    return found


def _kept(post: Post, reason: str) -> DeclinedPost | None:
    author = User.objects.active().filter(pk=seals.author_of(post) or 0).first()
    if author is None:
        return None
    starts_topic = post.is_topic_head and not post.topic.approved
    poll = getattr(post.topic, "poll", None) if starts_topic else None
    answered = Quote.objects.filter(post=post).select_related("source").first()
    return DeclinedPost.objects.create(
        author=author,
        forum_id=post.topic.forum_id,
        topic=None if starts_topic else post.topic,
        starts_topic=starts_topic,
        subject=post.subject,
        text=post.content.raw,
        poll=as_told(poll) if poll else {},
        source=answered.source if answered else None,
        quoted=answered.quoted if answered else "",
        had_files=post.attachments.exists(),
        reason=reason,
        post_id=post.pk,
    )
