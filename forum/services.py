"""Opening rooms, posting, editing, approving and moving: every write that has a consequence."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from machina.apps.forum_conversation.forum_polls.abstract_models import AbstractTopicPoll
from machina.core.db.models import get_model
from machina.core.loading import get_class

from forum import positions, uploads
from forum.enums import Audience
from forum.models import Room
from forum.overrides.forum.models import Forum
from forum.overrides.forum_conversation.forum_attachments.models import Attachment
from forum.overrides.forum_conversation.models import Post, Topic, reply_title
from forum.permissions import sync_room
from forum.signals import post_declined, post_published, post_queued, room_opened

TopicPoll = get_model("forum_polls", "TopicPoll")
TopicPollOption = get_model("forum_polls", "TopicPollOption")
TopicPollVote = get_model("forum_polls", "TopicPollVote")


# Rooms


@transaction.atomic
def open_room(
    *,
    name: str,
    description: str = "",
    audience: str = Audience.COMMUNITIES,
    communities: Iterable[Any] = (),
    pre_moderated: bool = False,
    parent: "Room | Forum | None" = None,
) -> Room:
    """A new forum with a room that says who may read and write in it.

    The communities' members write, their facilitators moderate; without a
    community everybody signed in writes. Who may not read a room above it sees
    nothing of this one. Raises ValidationError when a room for communities
    names none.
    """
    communities = list(communities)
    _require_communities(audience, communities)
    forum = Forum(
        name=name, description=description, type=Forum.FORUM_POST, parent=_forum_of(parent)
    )
    forum.save()
    room = Room.objects.create(forum=forum, audience=audience, pre_moderated=pre_moderated)
    room.communities.set(communities)
    sync_room(room)
    room_opened.send(sender=Room, room=room)
    return room


@transaction.atomic
def update_room(
    *,
    room: Room,
    name: str,
    description: str = "",
    audience: str,
    communities: Iterable[Any] = (),
    pre_moderated: bool = False,
    parent: "Room | Forum | None" = None,
) -> Room:
    """Change what a room is called and who may do what in it, at once for everybody."""
    communities = list(communities)
    _require_communities(audience, communities)
    forum = room.forum
    forum.name, forum.description, forum.parent = name, description, _forum_of(parent)
    forum.save()
    room.audience, room.pre_moderated = audience, pre_moderated
    room.save()
    room.communities.set(communities)
    sync_room(room)
    return room


def _require_communities(audience: str, communities: list) -> None:
    if audience == Audience.COMMUNITIES and not communities:
        raise ValidationError({"communities": "Name the communities this room is for."})


def _forum_of(place: "Room | Forum | None") -> Forum | None:
    return place.forum if isinstance(place, Room) else place


# Posting


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
) -> Topic:
    """A topic with its first post, in a room (or its forum).

    ``approved`` None asks the rules: in a pre-moderated room it waits. ``poll``
    holds ``question`` and ``options`` and, if wanted, ``max_options``,
    ``duration`` (days), ``user_changes`` and ``hide_results``. ``at`` is for
    what was said earlier. Whether the author may post is asked before.
    """
    place = _forum_of(room or forum)
    if place is None:
        raise ValueError("A topic is started in a room")
    if approved is None:
        approved = _posts_at_once(place, author)
    topic = Topic(
        forum=place,
        poster=author,
        subject=subject,
        type=_type(sticky=sticky, announcement=announcement),
        status=Topic.TOPIC_UNLOCKED,
        approved=approved,
    )
    topic.save()
    post = _store_post(topic, author, subject, text, approved, attachments, at)
    if poll:
        set_poll(topic=topic, **poll)
    if at:
        Topic.objects.filter(pk=topic.pk).update(created=at)
        topic.created = at
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
) -> Post:
    """Another post in the topic. See ``start_topic`` for ``approved`` and ``at``."""
    if approved is None:
        approved = _posts_at_once(topic.forum, author)
    subject = subject or reply_title(topic.subject)
    post = _store_post(topic, author, subject, text, approved, attachments, at)
    _announce(post, starts_topic=False)
    return post


def _store_post(
    topic: Topic,
    author: Any,
    subject: str,
    text: str,
    approved: bool,
    attachments: Iterable[File],
    at: datetime | None,
) -> Post:
    post = Post(topic=topic, poster=author, subject=subject, content=text, approved=approved)
    post.save()
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
    """Change what a post says, and note who did. The first post carries the topic's title."""
    post.subject, post.content = subject, text
    post.update_reason = reason or None
    post.updated_by = by
    post.updates_count = F("updates_count") + 1
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
    post.refresh_from_db(fields=["updates_count"])
    return post


# Looking after topics


@transaction.atomic
def approve_post(*, post: Post, by: Any) -> Post:
    """Let a waiting post be read. Approving it again changes nothing and announces nothing.

    It counts as said now: it comes last in its topic, and is new to those who
    read the topic while it waited.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("topic").get(pk=post.pk)
    if post.approved:
        return post
    post.approved, post.created = True, timezone.now()
    post.save(update_fields=["approved", "created"])
    if post.is_topic_head:
        Topic.objects.filter(pk=post.topic_id).update(created=post.created)
    post_published.send(sender=Post, post=post, starts_topic=post.is_topic_head, by=by)
    return post


@transaction.atomic
def disapprove_post(*, post: Post, by: Any) -> None:
    """Turn a waiting post down: it is deleted, and its topic when nothing else is in it.

    Raises ValidationError when it has been approved meanwhile.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("topic").get(pk=post.pk)
    if post.approved:
        raise ValidationError("This message has been approved already.")
    post_declined.send(sender=Post, post=post, by=by)
    post.delete()


@transaction.atomic
def lock_topic(*, topic: Topic, locked: bool = True) -> None:
    """Close a topic to replies, or open it again."""
    topic.status = Topic.TOPIC_LOCKED if locked else Topic.TOPIC_UNLOCKED
    topic.save(update_fields=["status"])


@transaction.atomic
def move_topic(*, topic: Topic, forum: Forum, locked: bool = False) -> None:
    """Put a topic into another room; both rooms are counted again."""
    topic.forum = forum
    topic.status = Topic.TOPIC_LOCKED if locked else Topic.TOPIC_MOVED
    topic.save(update_fields=["forum", "status"])


@transaction.atomic
def set_topic_type(*, topic: Topic, type: int) -> None:  # noqa: A002
    """Make it an ordinary topic, a pinned one or an announcement."""
    topic.type = type
    topic.save(update_fields=["type"])


# Polls


@transaction.atomic
def set_poll(
    *,
    topic: Topic,
    question: str,
    options: Iterable[str] = (),
    max_options: int = 1,
    duration: int | None = None,
    user_changes: bool = False,
    hide_results: bool = False,
) -> AbstractTopicPoll:
    """Give the topic a poll, or change its poll; ``options`` are added to those it has."""
    poll, _created = TopicPoll.objects.update_or_create(
        topic=topic,
        defaults={
            "question": question,
            "max_options": max_options,
            "duration": duration,
            "user_changes": user_changes,
            "hide_results": hide_results,
        },
    )
    TopicPollOption.objects.bulk_create(TopicPollOption(poll=poll, text=text) for text in options)
    return poll


@transaction.atomic
def vote(*, poll: AbstractTopicPoll, member: Any, options: Iterable[Any]) -> bool:
    """Cast or change a member's vote. False when they have voted and votes stay as they are.

    The poll's row is locked, so that two clicks at once count once.
    """
    poll = TopicPoll.objects.select_for_update().get(pk=poll.pk)
    earlier = TopicPollVote.objects.filter(poll_option__poll=poll, voter=member)
    if earlier.exists():
        if not poll.user_changes:
            return False
        earlier.delete()
    TopicPollVote.objects.bulk_create(
        TopicPollVote(poll_option=option, voter=member) for option in set(options)
    )
    return True
