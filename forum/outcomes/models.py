"""Whether a topic asks something, and what became of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from forum.outcomes.enums import Result
from forum.topics.models import Topic


class Standing(models.Model):
    """How a topic stands. One without a row is talk that is open.

    ``answer`` is the message that answered it: empty where no single one did, or when it is
    gone. ``summary`` is what was found together; with ``other_summary`` there are two views
    that stand side by side.
    """

    topic = models.OneToOneField(
        "forum_conversation.Topic", on_delete=models.CASCADE, related_name="standing"
    )
    is_question = models.BooleanField(default=False)
    result = models.CharField(max_length=10, choices=Result, blank=True)
    answer = models.ForeignKey(
        "forum_conversation.Post", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    summary = models.TextField(blank=True)
    other_summary = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="cop_forum_standing_settled",
                condition=Q(result="", settled_at=None)
                | ~Q(result="") & Q(settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cop_forum_standing_two_views",
                condition=Q(other_summary="") | Q(result=Result.DISAGREED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result or 'open'}: {self.topic_id}"

    @property
    def is_settled(self) -> bool:
        return bool(self.result)


def standing_of(topic: Topic) -> Standing | None:
    """How the topic stands, without a query where it was loaded with its ``standing``."""
    return getattr(topic, "standing", None)


def open_questions() -> Any:
    """A condition on topics: those that ask something and have not been settled."""
    return Q(standing__is_question=True, standing__result="")
