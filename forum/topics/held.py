"""Posts that wait to be read, and those that were sent back: what their author alone is shown."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.utils import timezone

from forum.signing.models import Unsent
from forum.signing.seals import begun_by, written_by
from forum.topics.models import LONGEST_TITLE, Post, Topic

KEPT_FOR = timedelta(days=90)


class DeclinedPost(models.Model):
    """The words of a post that was sent back, kept for its author to try again with.

    The post itself is deleted; ``post_id`` is the key that it had. ``forum`` is where the words
    belong: it goes with the topic when that is moved.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    forum = models.ForeignKey("forum.Forum", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(
        "forum_conversation.Topic", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """What it was an answer in; None where it was to begin a topic, and when that is gone."""
    starts_topic = models.BooleanField()
    subject = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField()
    poll = models.JSONField(default=dict)
    """What ``start_topic`` takes as ``poll``; empty without one."""
    had_files = models.BooleanField()
    reason = models.TextField()
    post_id = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"{self.post_id} in {self.forum_id}"

    @property
    def kept_until(self) -> datetime:
        return self.at + KEPT_FOR


def waiting(posts: models.QuerySet) -> models.QuerySet:
    """Those of the posts that wait to be read: neither published nor out of view."""
    return posts.filter(approved=False, removal=None).exclude(topic__removals__takes_topic=True)


def has_own_in_topic(user: Any) -> Any:
    """A condition on topics: whoever has this key has posts there that wait or were sent back."""
    own = Post.objects.filter(topic=OuterRef("pk"), removal=None)
    return _has_own(user, own, written_by, {"topic": OuterRef("pk")})


def has_own_in_room(user: Any, forum: str) -> Any:
    """A condition: whoever has this key has topics that wait or are out of view, or posts that
    were sent back, in the forum in this column."""
    place = {"forum": OuterRef(forum)}
    return _has_own(user, Topic.objects.filter(**place), begun_by, place)


def _has_own(
    user: Any, things: models.QuerySet, own: Callable[[Any], models.Q], place: dict[str, OuterRef]
) -> Any:
    if user is None:
        return Value(False)
    unpublished = things.filter(own(user), approved=False).order_by()
    declined = DeclinedPost.objects.filter(author=user, **place)
    unsent = Unsent.objects.filter(author=user, **place)
    return Exists(unpublished) | Exists(declined) | Exists(unsent)


def waiting_topics(user: Any, forum: Any) -> models.QuerySet:
    """Topics in this forum that this person began and that wait, the latest first."""
    own = forum.topics.filter(begun_by(user), approved=False)
    return own.exclude(removals__takes_topic=True).order_by("-created", "-pk")


def sent_back_to(user: Any, **place: Any) -> models.QuerySet:
    """What was sent back to this person in this ``forum`` or ``topic``, the latest first."""
    return DeclinedPost.objects.filter(author=user, **place).order_by("-at", "-pk")


def unsent_by(user: Any, **place: Any) -> models.QuerySet:
    """This person's messages without a name that are not sent, in this ``forum`` or ``topic``."""
    return Unsent.objects.filter(author=user, **place).order_by("-at", "-pk")
