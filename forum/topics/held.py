"""Posts and changes that wait to be read, and those that were sent back to their author."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.signing.models import Unsent
from forum.signing.seals import begun_by, written_by
from forum.topics.models import LONGEST_TITLE, Post, Topic

KEPT_FOR = timedelta(days=90)


class HeldChangeQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those that can be answered: their post is readable, and they were not sent back."""
        readable = {"post__approved": True, "post__topic__approved": True}
        return self.filter(state=HeldChange.State.WAITING, **readable)

    def waiting_in(self, rooms: Collection[int]) -> Self:
        return self.waiting().filter(post__topic__forum__in=rooms)

    def sent_back_before(self, moment: datetime) -> Self:
        return self.filter(state=HeldChange.State.SENT_BACK, at__lt=moment)


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
    source = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    """The message that it answered, and the words of that which it quoted."""
    quoted = models.TextField(blank=True)
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


class HeldChange(models.Model):
    """What an author wants a readable post to say instead, until a facilitator has read it.

    There is one for a post: another takes its place, with another ``version``. What the post says
    stays readable meanwhile. Sent back, the words are kept for their author, with the reason.
    ``title`` is empty for a reply, ``notes`` None where the content notes stay as they are.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a facilitator")
        SENT_BACK = "sent_back", _("Sent back")

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="held_change")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    text = models.TextField()
    notes = models.TextField(null=True)
    """One a line."""
    reason = models.CharField(max_length=255, blank=True)
    """The author's, which stands under the post once the change is there."""
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    because = models.TextField(blank=True)
    """Why it was sent back."""
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = HeldChangeQuerySet.as_manager()

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="cop_forum_sent_back_with_reason",
                condition=models.Q(state="waiting", because="")
                | (models.Q(state="sent_back") & ~models.Q(because="")),
            )
        ]

    def __str__(self) -> str:
        return f"Change of {self.post_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def kept_until(self) -> datetime:
        """When words that were sent back go."""
        return self.at + KEPT_FOR


def change_of(post: str) -> models.Subquery:
    """How far a change of a post is, as a column beside the row that names the post so."""
    found = HeldChange.objects.filter(post=OuterRef(post)).order_by()
    return models.Subquery(found.values("state"))


def waiting(posts: models.QuerySet) -> models.QuerySet:
    """Those of the posts that wait to be read: neither published nor out of view, nor written for
    a time of their own."""
    unpublished = posts.filter(approved=False, removal=None, topic__times__opens_at=None)
    return unpublished.exclude(topic__removals__takes_topic=True)


def has_own_in_topic(user: Any) -> Any:
    """A condition on topics: whoever has this key has posts there that wait or were sent back."""
    own = Post.objects.filter(topic=OuterRef("pk"), removal=None)
    return _has_own(user, own, written_by, {"topic": OuterRef("pk")})


def has_own_in_room(user: Any, forum: str) -> Any:
    """A condition: whoever has this key has topics that wait or are out of view, or posts that
    were sent back, in the forum in this column."""
    place = {"forum": OuterRef(forum)}
    return _has_own(user, Topic.objects.exclude(first_post=None).filter(**place), begun_by, place)


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
    own = forum.topics.filter(begun_by(user), approved=False, first_post__isnull=False)
    return own.exclude(removals__takes_topic=True).order_by("-created", "-pk")


def sent_back_to(user: Any, **place: Any) -> models.QuerySet:
    """What was sent back to this person in this ``forum`` or ``topic``, the latest first."""
    return DeclinedPost.objects.filter(author=user, **place).order_by("-at", "-pk")


def unsent_by(user: Any, **place: Any) -> models.QuerySet:
    """This person's messages without a name that are not sent, in this ``forum`` or ``topic``."""
    return Unsent.objects.filter(author=user, **place).order_by("-at", "-pk")
