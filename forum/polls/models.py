"""How a poll is held, who has voted, and how it stands: never both of one person.

Beside machina's poll and its options. What an anonymous poll counts is a sum for each option:
there is no ballot, so nothing that could be joined to anybody (docs/adr/0045).
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from forum.polls.enums import Kind, Shows


class PollRules(models.Model):
    """How a poll is held, as whoever asked chose it; and how many votes are in its sums."""

    wagtail_reference_index_ignore = True

    poll = models.OneToOneField(
        "forum_polls.TopicPoll", on_delete=models.CASCADE, primary_key=True, related_name="rules"
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SINGLE)
    shows = models.CharField(max_length=8, choices=Shows, default=Shows.FROM_SIX)
    result_only = models.BooleanField(default=False)
    with_names = models.BooleanField(default=False)
    low = models.CharField(max_length=60, blank=True)
    """Of a scale: what 1 means; ``high`` says it of 5."""
    high = models.CharField(max_length=60, blank=True)
    voters = models.PositiveIntegerField(default=0)
    shown_voters = models.PositiveIntegerField(default=0)
    """How many of these are in what is shown while it is open."""

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"The rules of poll {self.poll_id}"


class Tally(models.Model):
    """The sum of what was voted for one option: votes, or points where choices are ranked."""

    wagtail_reference_index_ignore = True

    option = models.OneToOneField(
        "forum_polls.TopicPollOption",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="tally",
    )
    points = models.PositiveIntegerField(default=0)
    shown_points = models.PositiveIntegerField(default=0)
    """The sum as it was when it was shown last, while the poll is open."""

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"The tally of option {self.option_id}"


class HasVoted(models.Model):
    """That somebody has voted in a poll: not when, and not what. Its key says nothing of order.

    ``token`` stands until their vote is in the sums. Where it still does, they were interrupted
    and may press again.
    """

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey("forum_polls.TopicPoll", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField(null=True, default=uuid.uuid4)

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("poll", "member"), name="cop_forum_votes_once"),
        ]

    def __str__(self) -> str:
        return f"A vote in poll {self.poll_id}"


class Counted(models.Model):
    """That the vote with this token is in the sums. When its voter's row has lost the token, it is
    nobody's; it never says what was voted."""

    wagtail_reference_index_ignore = True

    token = models.UUIDField(primary_key=True)
    poll = models.ForeignKey("forum_polls.TopicPoll", on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"A counted vote in poll {self.poll_id}"


class NamedChoice(models.Model):
    """What somebody voted for in a poll with names, which said so before they voted."""

    wagtail_reference_index_ignore = True

    option = models.ForeignKey(
        "forum_polls.TopicPollOption", on_delete=models.CASCADE, related_name="named_choices"
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    """From 1, where choices are ranked; else the order means nothing."""

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("option", "member"), name="cop_forum_named_once"),
        ]

    def __str__(self) -> str:
        return f"A choice for option {self.option_id}"
