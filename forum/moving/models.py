"""What was moved and what undoes it; where emptied topics lead; what the clock does with topics."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.topics.models import LONGEST_TITLE

UNDO_FOR = timedelta(days=30)


class MoveKind(models.TextChoices):
    SPLIT = "split", _("Some messages of a topic became a topic of their own")
    MERGE = "merge", _("All messages of a topic went into another")
    MOVE = "move", _("A topic went to another room")


def _place(to: str) -> models.ForeignKey:
    return models.ForeignKey(to, null=True, on_delete=models.SET_NULL, related_name="+")


class MoveQuerySet(models.QuerySet):
    def in_words(self) -> "MoveQuerySet":
        """Each with all that is shown of it."""
        return self.select_related(
            "source__forum__room", "target__forum__room", "from_forum", "to_forum", "by"
        )

    def at_end(self, topic: Any) -> "MoveQuerySet":
        """Those by which something came to this topic, or went from it."""
        return self.filter(Q(source=topic) | Q(target=topic))

    def standing(self) -> "MoveQuerySet":
        """Those that were not undone."""
        return self.filter(undone_at=None)


class Move(models.Model):
    """That posts went from one place to another, and what undoes it (docs/adr/0050).

    ``source`` is the topic they were in and ``target`` the one they are in: the same where a
    topic went to another room. ``followers`` follow the target since, because of this.
    """

    kind = models.CharField(max_length=5, choices=MoveKind)
    source = _place("forum_conversation.Topic")
    target = _place("forum_conversation.Topic")
    from_forum = _place("forum.Forum")
    to_forum = _place("forum.Forum")
    by = _place(settings.AUTH_USER_MODEL)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    undone_at = models.DateTimeField(null=True)
    followers: Any = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = MoveQuerySet.as_manager()

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"{self.kind}: {self.source_id} to {self.target_id}"

    @property
    def rooms(self) -> "set[Any]":
        """The rooms at both ends, as they are now; with None where a room is gone."""
        if self.kind == MoveKind.MOVE:
            return {self.from_forum, self.to_forum}
        old = self.source.forum if self.source else self.from_forum
        return {old, self.target.forum if self.target else self.to_forum}

    @property
    def undone_until(self) -> datetime:
        return self.at + UNDO_FOR

    @property
    def can_be_undone(self) -> bool:
        """Whether its time is not over, and nobody undid it."""
        return self.undone_at is None and timezone.now() < self.undone_until


class MovedPost(models.Model):
    """One post that went along. ``was_called`` is the title that it had: None where that stayed,
    "" where it was called after its topic."""

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="moved")
    post = models.ForeignKey(
        "forum_conversation.Post", on_delete=models.CASCADE, related_name="moves"
    )
    was_called = models.CharField(max_length=LONGEST_TITLE, null=True, blank=True)

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("move", "post"), name="cop_forum_moved_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} in move {self.move_id}"


class MovedMark(models.Model):
    """That somebody had read in the old place what is in the new one: up to when their mark there
    is (``became``) and was; None where they had none."""

    wagtail_reference_index_ignore = True

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="marks")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    was = models.DateTimeField(null=True)
    became = models.DateTimeField()

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"mark of move {self.move_id}"


class EmptiedTopic(models.Model):
    """Where the address of a topic leads whose posts are all in another. It outlives its row."""

    topic_key = models.PositiveIntegerField(primary_key=True)
    leads_to = models.ForeignKey(
        "forum_conversation.Topic", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"{self.topic_key} leads to {self.leads_to_id}"


class TopicTimes(models.Model):
    """What the clock does with a topic: unpin it, or open what was written for later."""

    topic = models.OneToOneField(
        "forum_conversation.Topic", primary_key=True, on_delete=models.CASCADE, related_name="times"
    )
    unpins_at = models.DateTimeField(null=True, db_index=True)
    opens_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"times of {self.topic_id}"


def has_moves() -> Exists:
    """A condition on topics: posts came from there or went there, and it was not undone."""
    ends = Q(source=OuterRef("pk")) | Q(target=OuterRef("pk"))
    return Exists(Move.objects.standing().filter(ends).order_by())
