"""What people said of places, as far as machina's followers do not hold it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from forum.following.enums import Level


class Said(models.Model):
    """How much one person wants to hear of a topic, a room or a community.

    Who watches a topic is among its ``subscribers``, who watches a room among its ``followers``;
    this holds the rest: what is muted, and who watches a community. Where both stand, watching
    counts. Written by ``forum.following.services``.
    """

    wagtail_reference_index_ignore = True

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    level = models.PositiveSmallIntegerField(choices=Level)
    topic = models.ForeignKey(
        "forum_conversation.Topic", null=True, on_delete=models.CASCADE, related_name="+"
    )
    forum = models.ForeignKey("forum.Forum", null=True, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(
        "communities.CommunityPage", null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        app_label = "cop_forum"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *(
                models.UniqueConstraint(fields=("member", place), name=f"cop_forum_said_of_{place}")
                for place in ("topic", "forum", "community")
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, forum=None, community=None, level=Level.MUTED)
                | Q(topic=None, forum__isnull=False, community=None, level=Level.MUTED)
                | Q(topic=None, forum=None, community__isnull=False) & ~Q(level=Level.USUAL),
                name="cop_forum_said_of_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"said {self.pk}"
