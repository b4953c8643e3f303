"""Who is behind a message that is signed without a name. Read through ``forum.signing.seals``
alone: no list, page, mail, feed, search or export of others follows a seal (docs/adr/0038)."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from forum.signing.enums import SealReason, Way
from members.models import random_public_id

KEPT_FOR = timedelta(days=90)
SHOWN_FOR = timedelta(days=14)


def _person() -> models.ForeignKey:
    """Somebody whose row goes with their account."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")


def _somebody() -> models.ForeignKey:
    """Somebody who may have left since."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )


class Seal(models.Model):
    """The one link from a message to its author, where the message does not name them.

    The message itself has no author: what others read of it is the label in its ``username``.
    """

    wagtail_reference_index_ignore = True

    post = models.OneToOneField(
        "forum_conversation.Post", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    author = _person()

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"The seal of post {self.post_id}"


class TopicNumber(models.Model):
    """The number under which somebody speaks in one topic; it stays theirs there."""

    wagtail_reference_index_ignore = True

    topic = models.ForeignKey(
        "forum_conversation.Topic", on_delete=models.CASCADE, related_name="+"
    )
    author = _person()
    number = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("topic", "author"), name="cop_forum_one_number_each"),
            models.UniqueConstraint(fields=("topic", "number"), name="cop_forum_numbers_differ"),
        ]

    def __str__(self) -> str:
        return f"{self.number} in topic {self.topic_id}"


class UsualWay(models.Model):
    """How somebody signed last in a room: what is chosen there when they write again."""

    wagtail_reference_index_ignore = True

    author = _person()
    forum = models.ForeignKey("forum.Forum", on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=8, choices=Way)

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("author", "forum"), name="cop_forum_one_usual_way"),
        ]

    def __str__(self) -> str:
        return f"How one signs in {self.forum_id}"


class Unsent(models.Model):
    """A message before it is sent, for its author alone: a draft, or one without a name until its
    minutes are over.

    Nothing of it stands among the posts until then, so that no number, time or counter tells when
    it was written. ``goes_at`` None: it is a draft, its author took it back, or it could not be
    sent (``reason``).
    """

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=12, unique=True, default=random_public_id, editable=False)
    author = _person()
    forum = models.ForeignKey("forum.Forum", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(
        "forum_conversation.Topic", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """What it answers; None where it begins a topic, and when that is gone."""
    post = models.ForeignKey(
        "forum_conversation.Post", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The message that it is to change; None for a new one. Never one without a name."""
    starts_topic = models.BooleanField()
    way = models.CharField(max_length=8, choices=Way)
    label = models.CharField(max_length=155, blank=True)
    """What it will be signed with, as its author was shown it; empty for a draft."""
    subject = models.CharField(max_length=255)
    text = models.TextField()
    notes = models.TextField(blank=True)
    """Content notes, one a line."""
    is_question = models.BooleanField(default=False)
    is_case = models.BooleanField(default=False)
    peers_first_hours = models.PositiveSmallIntegerField(default=0)
    poll = models.JSONField(default=dict)
    """What ``start_topic`` takes as ``poll``; empty without one."""
    source = models.ForeignKey(
        "forum_conversation.Post", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The message that it answers, and the words of that which it quotes."""
    quoted = models.TextField(blank=True)
    fields = models.JSONField(default=list)
    """Of a draft: names and values of what else stood in its form."""
    writer = models.CharField(max_length=12, blank=True)
    """Of a draft: the form that wrote it last (``forum.drafts.holds``)."""
    version = models.PositiveIntegerField(default=1)
    """How often a draft was written."""
    goes_at = models.DateTimeField(null=True, db_index=True)
    reason = models.TextField(blank=True)
    """Why it could not be sent, for its author."""
    at = models.DateTimeField(default=timezone.now, db_index=True)

    had_files = False
    """Files tell who made them: nothing goes along."""

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("author", "writer"),
                condition=~Q(writer=""),
                name="cop_forum_one_draft_a_form",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("unsent", args=[self.key])

    @property
    def is_draft(self) -> bool:
        """Whether a form keeps its words here, and it was not sent on its way."""
        return self.writer != ""

    @property
    def kept_until(self) -> datetime:
        return self.at + KEPT_FOR


class Opening(models.Model):
    """The opening of a seal: asked for by one, agreed to by another, told to the author, kept for
    good.

    ``author`` is written when it is opened, and read by those two until ``shown_until``.
    """

    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=12, unique=True, default=random_public_id, editable=False)
    post = models.ForeignKey(
        "forum_conversation.Post", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    room = models.CharField(max_length=255)
    """What the room was called, for whoever reads it later."""
    reason = models.CharField(max_length=15, choices=SealReason)
    words = models.TextField(max_length=2_000)
    asked_by = _somebody()
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_by = _somebody()
    refused = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)
    author = _somebody()

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="cop_forum_two_open_a_seal",
                condition=Q(agreed_by=None) | ~Q(agreed_by=models.F("asked_by")),
            ),
            models.UniqueConstraint(
                fields=("post",),
                condition=Q(settled_at=None),
                name="cop_forum_one_opening_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("opening", args=[self.key])

    @property
    def shown_until(self) -> datetime | None:
        return self.settled_at + SHOWN_FOR if self.settled_at and not self.refused else None
