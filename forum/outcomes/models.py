"""What a topic is, and what became of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import CommunityPage
from forum.outcomes.enums import SIGNED_RESULTS, Result, Side
from forum.topics.models import Topic


class Standing(models.Model):
    """How a topic stands. One without a row is talk that is open.

    A case has a number of the community in whose room it was published: Case 12. It keeps it
    wherever it is moved. What was found in a room that two communities share ``waits`` until one
    of each has signed it.
    ``answer`` is the message that answered it: empty where no single one did, or when it is
    gone. ``summary`` is what was found together; with ``other_summary`` there are two views
    that stand side by side.
    """

    wagtail_reference_index_ignore = True

    topic = models.OneToOneField(
        "forum_conversation.Topic", on_delete=models.CASCADE, related_name="standing"
    )
    is_question = models.BooleanField(default=False)
    is_case = models.BooleanField(default=False)
    case_of = models.ForeignKey(
        CommunityPage, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    case_number = models.PositiveIntegerField(null=True)
    peers_first_hours = models.PositiveSmallIntegerField(default=0)
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
    waits = models.BooleanField(default=False)

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
            models.CheckConstraint(
                name="cop_forum_standing_waits",
                condition=Q(waits=False) | Q(result__in=SIGNED_RESULTS),
            ),
            models.CheckConstraint(
                name="cop_forum_standing_case",
                condition=Q(is_case=False, case_number=None) | Q(is_case=True, is_question=False),
            ),
            models.UniqueConstraint(
                fields=("case_of", "case_number"), name="cop_forum_one_case_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result or 'open'}: {self.topic_id}"

    @property
    def is_settled(self) -> bool:
        return bool(self.result)


class Signature(models.Model):
    """One person's word for what became of a topic, for their side. Nobody signs for both."""

    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "cop_forum"
        ordering: ClassVar[list[str]] = ["signed_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("standing", "side"), name="cop_forum_one_a_side"),
            models.UniqueConstraint(fields=("standing", "member"), name="cop_forum_one_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.side} of {self.standing_id}"


class CaseCount(models.Model):
    """How many numbers of cases a community has given."""

    wagtail_reference_index_ignore = True

    community = models.OneToOneField(
        CommunityPage, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    given = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"{self.given} cases of {self.community_id}"


def standing_of(topic: Topic) -> Standing | None:
    """How the topic stands, without a query where it was loaded with its ``standing``."""
    return getattr(topic, "standing", None)


def open_questions() -> Any:
    """A condition on topics: those that ask something and have not been settled."""
    return Q(standing__is_question=True, standing__result="")
