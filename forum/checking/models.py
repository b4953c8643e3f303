"""How writing works in a community's rooms, and why a message waits where others do not."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class WritingRules(models.Model):
    """What the facilitators of a community have chosen for its rooms; without a row, the defaults.

    ``watched`` holds words and phrases, one a line; ``version`` goes up with each change of it.
    """

    class Newcomers(models.IntegerChoices):
        NONE = 0, _("No")
        FIRST = 1, _("The first one")
        THREE = 3, _("The first three")

    class Slow(models.IntegerChoices):
        OFF = 0, _("No")
        MINUTE = 1, _("One a minute")
        TEN = 10, _("One every ten minutes")
        HOUR = 60, _("One an hour")

    community = models.OneToOneField(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="writing_rules"
    )
    newcomers = models.PositiveSmallIntegerField(choices=Newcomers, default=Newcomers.NONE)
    checks_changes = models.BooleanField(default=True)
    slow = models.PositiveSmallIntegerField(choices=Slow, default=Slow.OFF)
    """Minutes between two messages of a member in a room."""
    holds_links = models.BooleanField(default=True)
    holds_repeats = models.BooleanField(default=True)
    watched = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "cop_forum"

    def __str__(self) -> str:
        return f"How writing works in {self.community_id}"


class WhyHeld(models.Model):
    """Why a message, or a change of it, waits in a room that does not check first: until it is
    answered. ``entry`` is what stood in the list of watched words, ``version`` that list's."""

    class Why(models.TextChoices):
        NEWCOMER = "newcomer", _("One of their first messages here")
        WATCHED = "watched", _("A watched word")
        LINK = "link", _("A link by somebody new")
        REPEAT = "repeat", _("The same words again")

    post = models.OneToOneField(
        "forum_conversation.Post", on_delete=models.CASCADE, related_name="why_held"
    )
    why = models.CharField(max_length=10, choices=Why)
    entry = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(null=True)

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="cop_forum_watched_has_its_entry",
                condition=models.Q(why="watched", version__isnull=False) & ~models.Q(entry="")
                | ~models.Q(why="watched") & models.Q(version=None, entry=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.why}: {self.post_id}"
