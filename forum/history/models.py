"""What was taken out of view, what posts said before, and what facilitators did with them."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.history.querysets import RemovalQuerySet
from forum.topics.models import LONGEST_TITLE

WITHDRAWN_FOR = timedelta(days=30)
HIDDEN_FOR = timedelta(days=90)
EARLIER_FOR = timedelta(days=90)
HANDLED_FOR = timedelta(days=90)


class Removal(models.Model):
    """A post that its author withdrew or a facilitator hid; of a first post, its topic with it.

    Out of view is what is not ``approved``, as every list asks already: the post, or the topic.
    This row says that it does not wait, and remembers what to put back (docs/adr/0033).
    """

    post = models.OneToOneField(
        "forum_conversation.Post", on_delete=models.CASCADE, related_name="removal"
    )
    topic = models.ForeignKey(
        "forum_conversation.Topic", on_delete=models.CASCADE, related_name="removals"
    )
    takes_topic = models.BooleanField()
    withdrawn = models.BooleanField()
    """By its author, who alone puts it back; else it was hidden, which facilitators undo."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)
    was_readable = models.BooleanField()
    """Whether others could read it; what waited for approval waits again when it is put back."""
    words_gone = models.BooleanField(default=False)
    """Of a hidden topic that others had answered: its own words are gone for good, theirs stay."""
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="cop_forum_hidden_with_reason",
                condition=Q(withdrawn=True) | ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} in {self.topic_id}"

    @property
    def kept_until(self) -> datetime:
        """When its words go for good, unless it is put back."""
        return self.at + (WITHDRAWN_FOR if self.withdrawn else HIDDEN_FOR)


class EarlierVersion(models.Model):
    """What a post said until it was changed, while others could read it.

    ``title`` is empty for a reply, which is called after its topic. ``by`` and ``reason`` are
    those of the change that took its place.
    """

    post = models.ForeignKey(
        "forum_conversation.Post", on_delete=models.CASCADE, related_name="earlier_versions"
    )
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=255, blank=True)
    taken_out = models.BooleanField(default=False)
    """Whether somebody else's details may stand in it: then its author and who looks after the
    room read it, also where everybody sees what was changed."""
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"{self.post_id} until {self.at}"


class Deed(models.TextChoices):
    """What facilitators do with a message, beside hiding it."""

    TAKEN_OUT = "taken_out", _("Somebody else’s details were taken out")
    FOLDED = "folded", _("A content note was added")
    CLOSED = "closed", _("The topic was closed to replies")
    MOVED = "moved", _("The topic was moved")


class Handling(models.Model):
    """That a facilitator did something with somebody's message, and why: its author reads it."""

    post = models.ForeignKey(
        "forum_conversation.Post", on_delete=models.CASCADE, related_name="handlings"
    )
    deed = models.CharField(max_length=10, choices=Deed)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"{self.deed}: {self.post_id}"
