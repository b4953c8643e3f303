"""machina's Topic and Post: true counters, and saves that write their own columns."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Left
from machina.apps.forum_conversation.abstract_models import AbstractPost, AbstractTopic

from core.slugs import plain_address
from forum.paging import positions
from forum.rooms.models import latest_of
from forum.signals import posts_deleted, posts_retitled
from forum.signing import seals

COUNTERS = frozenset(
    {"posts_count", "views_count", "first_post", "last_post", "last_post_on", "created"}
)

REPLY = "Re: "
LONGEST_TITLE = AbstractPost._meta.get_field("subject").max_length


class Topic(AbstractTopic):
    """A conversation in a room."""

    subject: str
    approved: bool

    class Meta(AbstractTopic.Meta):
        app_label = "forum_conversation"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> "Topic":
        topic = super().from_db(db, field_names, values)
        topic._stored_forum_id = topic.__dict__.get("forum_id")
        return topic

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the topic; counters are left alone. Moving it counts both rooms again."""
        self.slug = plain_address(self.subject)[:255] or "topic"
        moved_from = None
        if not self._state.adding:
            if "update_fields" not in kwargs:
                kwargs["update_fields"] = [
                    field.name
                    for field in self._meta.concrete_fields
                    if not field.primary_key and field.name not in COUNTERS
                ]
            stored = getattr(self, "_stored_forum_id", None)
            moved_from = stored if stored != self.forum_id else None
        with transaction.atomic():
            self._simple_save(*args, **kwargs)
            self._stored_forum_id = self.forum_id
            if moved_from:
                forums = type(self.forum)._base_manager.filter(pk__in=[moved_from, self.forum_id])
                for forum in forums.order_by("pk"):
                    forum.update_trackers()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the topic with its posts, in as many queries for two thousand as for two.

        The posts send no ``post_delete`` of their own: ``posts_deleted`` tells of them all.
        """
        with transaction.atomic():
            post_ids = list(self.posts.order_by("pk").values_list("pk", flat=True))
            _delete_posts(self)
            _delete_traces(self)
            posts_deleted.send(sender=Post, post_ids=post_ids)
            deleted = super(AbstractTopic, self).delete(*args, **kwargs)
            self.forum.update_trackers()
        return deleted

    @property
    def told_begun(self) -> datetime:
        """When it was begun, as all are told it."""
        return seals.told(self.created, sealed=self.poster_id is None)

    @property
    def told_latest(self) -> datetime | None:
        """When somebody spoke last, as all are told it."""
        if self.last_post_on is None:
            return None
        return seals.told(
            self.last_post_on, sealed=bool(self.last_post and seals.is_sealed(self.last_post))
        )

    def has_subscriber(self, user: Any) -> bool:
        """Whether this person subscribes to the topic: one query, whoever else does."""
        known: dict[int, bool] = self.__dict__.setdefault("_subscribed", {})
        if user.pk not in known:
            known[user.pk] = self.subscribers.filter(pk=user.pk).exists()
        return known[user.pk]

    def update_trackers(self) -> None:
        """Count the readable posts again, find the first and the last, then do the room's.

        What waits is the first post only where nothing else is in the topic.
        """
        with transaction.atomic():
            type(self)._base_manager.select_for_update().filter(pk=self.pk).first()
            approved = self.posts.filter(approved=True)
            last = approved.order_by("-created", "-pk").first()
            self.posts_count = approved.count()
            self.first_post = self.posts.order_by("-approved", "created", "pk").first()
            self.last_post = last
            self.last_post_on = last.created if last else None
            self._write(
                posts_count=self.posts_count,
                first_post=self.first_post,
                last_post=last,
                last_post_on=self.last_post_on,
            )
            self.forum.update_trackers()

    def count_in(self, post: "Post") -> None:
        """Count a new post in, exactly, whoever else is posting at the moment."""
        columns: dict[str, Any] = {}
        is_head = self.first_post_id is None
        if is_head:
            self.first_post = post
            columns["first_post"] = post
        if post.approved:
            columns |= {"posts_count": F("posts_count") + 1, **latest_of(post)}
        if columns:
            self._write(**columns)
        if post.approved:
            positions.count_in(post)
            self.posts_count += 1
            self.last_post, self.last_post_on = post, post.created
            self.forum.count_in(post, new_topics=1 if is_head else 0)

    def show(self, shown: bool) -> None:
        """Take the topic out of its room's view, or bring it back; its posts stay as they are."""
        self.approved = shown
        with transaction.atomic():
            self._write(approved=shown)
            self.forum.update_trackers()

    def follow_head(self, post: Any) -> None:
        """Take title and approval from the first post, where they are kept.

        Somebody's reply that has become the first, because others were deleted, is called after
        the topic until its author calls it otherwise.
        """
        before = self.subject
        # A topic that is out of view comes back by ``show`` alone.
        approved = post.approved and (self.approved or post.is_newly_approved)
        is_other = post.poster_id is None or post.poster_id != self.poster_id
        is_reply = is_other and post.subject == reply_title(before)
        title = before if is_reply else post.subject
        if (before, self.approved) == (title, approved):
            return
        self.subject, self.approved = title, approved
        self.slug = plain_address(self.subject)[:255] or "topic"
        self._write(subject=self.subject, slug=self.slug, approved=self.approved)
        if before != self.subject:
            self._retitle_replies(before)

    def _retitle_replies(self, before: str) -> None:
        """Call the replies that are called after the topic after its new title."""
        replies = self.posts.exclude(pk=self.first_post_id)
        copies = replies.filter(subject=reply_title(before)).order_by("pk")
        if post_ids := list(copies.values_list("pk", flat=True)):
            self.posts.filter(pk__in=post_ids).update(subject=reply_title(self.subject))
            posts_retitled.send(sender=Post, post_ids=post_ids)

    def _write(self, **columns: Any) -> None:
        type(self)._base_manager.filter(pk=self.pk).update(**columns)


class Post(AbstractPost):
    """One post in a topic. Its text is shown through ``content.rendered`` or as ``content.raw``."""

    class Meta(AbstractPost.Meta):
        app_label = "forum_conversation"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> "Post":
        post = super().from_db(db, field_names, values)
        post._stored_approved = post.__dict__.get("approved")
        return post

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the post and keep its topic's and room's counters true, in one transaction."""
        is_new = self._state.adding
        with transaction.atomic():
            super(AbstractPost, self).save(*args, **kwargs)
            topic = self.topic
            if topic.first_post_id in (None, self.pk):
                topic.follow_head(self)
            if is_new:
                topic.count_in(self)
            elif self.approved != getattr(self, "_stored_approved", None):
                topic.update_trackers()
                if self.approved:
                    positions.count_in(self)
                else:
                    positions.count_out(self, self.pk)
        self._stored_approved = self.approved

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the post, and its topic when nothing else is in it."""
        if self.is_alone:
            return self.topic.delete()
        with transaction.atomic():
            pk, was_readable = self.pk, self.approved
            deleted = super(AbstractPost, self).delete(*args, **kwargs)
            self.topic.update_trackers()
            if was_readable:
                positions.count_out(self, pk)
        return deleted

    @property
    def told_at(self) -> datetime:
        """When it was said, as all are told it."""
        return seals.told(self.created, sealed=seals.is_sealed(self))

    @property
    def told_changed(self) -> datetime:
        """When it was changed last, as all are told it."""
        return seals.told(self.updated, sealed=seals.is_sealed(self))

    @property
    def is_newly_approved(self) -> bool:
        """Whether its approval is about to be stored: new, or waiting until now."""
        return self.approved and not getattr(self, "_stored_approved", False)

    @property
    def is_topic_head(self) -> bool:
        return self.topic.first_post_id == self.pk

    @property
    def is_topic_tail(self) -> bool:
        return self.topic.last_post_id == self.pk

    @property
    def is_alone(self) -> bool:
        return not self.topic.posts.exclude(pk=self.pk).exists()

    @property
    def position(self) -> int:
        """The post's place among the topic's readable posts, from 1."""
        return positions.position_of(self)


def reply_title(title: str) -> str:
    """The title of a reply in a topic of this title, unless its author says otherwise."""
    return f"{REPLY}{title}"[:LONGEST_TITLE]


def reply_title_of(column: str) -> Left:
    """``reply_title``, made by the database of a topic's title in this column."""
    return Left(Concat(Value(REPLY), column), LONGEST_TITLE)


def _delete_posts(topic: Topic) -> None:
    """Delete a topic's posts and what belongs to them, each kind at once.

    Django's own way deletes a hundred at a time.
    """
    for relation in _pointing_at(Post):
        field = relation.field
        belonging = relation.related_model._base_manager.filter(**{f"{field.name}__topic": topic})
        if relation.on_delete is models.SET_NULL:
            belonging.order_by().update(**{field.name: None})
        else:
            belonging.delete()
    _delete_at_once(Post._base_manager.filter(topic=topic.pk))


def _delete_traces(topic: Topic) -> None:
    """Delete subscriptions, milestones and marks of having read, of which there may be many."""
    _delete_at_once(Topic.subscribers.through._base_manager.filter(topic=topic.pk))
    _delete_at_once(positions.Milestone.objects.filter(topic=topic.pk))
    _delete_at_once(topic.tracks.all())


def _pointing_at(model: type[models.Model]) -> list:
    """The foreign keys to a model, also those without a name from its side."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and (field.one_to_many or field.one_to_one) and not field.concrete
    ]


def _delete_at_once(rows: models.QuerySet) -> None:
    """Delete in one statement: ``delete()`` loads the rows first, as Wagtail listens to each."""
    rows._raw_delete(rows.db)


def in_reading_order(posts: models.QuerySet) -> models.QuerySet:
    """The posts, oldest first; those of the same instant in the order they were stored."""
    return posts.order_by("created", "pk")
